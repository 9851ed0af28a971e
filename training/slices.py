"""Recall of an exported tagger by kind of attribution: `slices.py MODEL.onnx default|fast BASE CORPUS.jsonl.gz`."""
import sys,re
from pathlib import Path
from training.data import *
from training.evaluate import *
v=read_vocabulary(Path(sys.argv[3]))
fast=sys.argv[2]=='fast'
net=(Recurrent if fast else Encoder)(Path(sys.argv[1]),v,1)
S={}
for t in read_texts(Path(sys.argv[4])):
    tg=tag(t.text,net,0 if fast else 10.)
    pr=[spans_of(tg.words,o) for o in tg.attributions]
    hit={j for _,j in matches(t.text,pr,t.attributions)}
    for j,g in enumerate(t.attributions):
        cue=' '.join(t.text[a:b] for a,b in g.cue).lower(); src=' '.join(t.text[a:b] for a,b in g.source).lower(); con=' '.join(t.text[a:b] for a,b in g.content)
        ks=['all']
        if re.search(r'\b(said|say|says|saying|told|tell|tells|telling|according to)\b',cue): ks.append('said/say/told/according')
        if re.search('["“”]|``|\'\'',con): ks.append('quotation')
        if re.search('["“”]|``|\'\'',con) and len(ks)==3: ks.append('said+quotation')
        if src in 'he she they it i we you who'.split(): ks.append('pronoun')
        if not src: ks.append('no source')
        if len(cue.split())>1: ks.append('multi-word cue')
        if not cue: ks.append('no cue')
        if len(con.split())<5: ks.append('content<5')
        for k in ks: S.setdefault(k,[0,0]); S[k][0]+=j in hit; S[k][1]+=1
for k,(a,b) in S.items(): print(f'{k:26} {a}/{b} = {a/b:.3f}')
