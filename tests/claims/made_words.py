"""The words of the made corpus: kinds of events with several ways to put each, and what names are made of.

Every way of an event says the same with the same slots. `denied` are ways to state the contrary. All of it is invented.
"""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of event: what a claim says of it (`ways`), the contrary (`denied`), and its headline.

    Slots: {who} and {who2} are people, {org} a body, {place} a town, {land} and {land2} countries, {land_adj} and
    {land2_adj} their adjectives, {n} the number that matters, {m} a further one, {day} a date.
    """

    ways: tuple[str, ...]
    denied: tuple[str, ...]
    title: str


KINDS: tuple[Kind, ...] = (
    Kind(
        (
            "{land} has supplied {n} artillery shells to {land2} through the port of {place} since {day}",
            "since {day}, {n} shells for artillery have been delivered by {land} to {land2} via {place}",
            "{n} artillery shells were shipped from {land} to {land2} by way of {place} after {day}",
            "the port of {place} has been used by {land} to send {land2} {n} artillery shells since {day}",
        ),
        ("{land} has not supplied any artillery shells to {land2} through the port of {place}",),
        "{land} accused of arming {land2} through {place}",
    ),
    Kind(
        (
            "an explosion at the {org} chemical plant in {place} killed {n} workers on {day}",
            "{n} employees died on {day} when a blast tore through the {org} chemical works in {place}",
            "a blast at the chemical factory of {org} in {place} on {day} left {n} workers dead",
            "{n} people working at the {org} chemical plant in {place} were killed in an explosion on {day}",
        ),
        ("no workers were killed in the explosion at the {org} chemical plant in {place} on {day}",),
        "Blast at {org} plant in {place}",
    ),
    Kind(
        (
            "{who} will resign as head of {org} after an audit found that {n} dollars were missing",
            "{who} is to step down as the chief of {org} because auditors discovered {n} dollars had gone missing",
            "{n} dollars are missing according to an audit, and {who} will quit as head of {org}",
            "the head of {org}, {who}, will leave the post after auditors found a hole of {n} dollars",
        ),
        ("{who} will not resign as head of {org}",),
        "{who} under pressure at {org}",
    ),
    Kind(
        (
            "{who} met {who2} in {place} on {day} to discuss a gas pipeline from {land} to {land2}",
            "on {day} {who} and {who2} held talks in {place} about a gas pipeline between {land} and {land2}",
            "a gas pipeline from {land} to {land2} was the subject of a meeting of {who} with {who2} in {place} on {day}",
            "{who2} was in {place} on {day} for a meeting with {who} on the gas pipeline that would link {land} and {land2}",
        ),
        ("{who} never met {who2} in {place} to discuss a gas pipeline from {land} to {land2}",),
        "{who} and {who2} talk gas",
    ),
    Kind(
        (
            "{n} percent of the milk powder that {org} sold in {land} was contaminated with lead",
            "lead was found in {n}% of the milk powder sold by {org} in {land}",
            "{org} sold milk powder in {land} of which {n} per cent contained lead",
            "of the milk powder from {org} on sale in {land}, {n} percent was tainted with lead",
        ),
        ("the milk powder that {org} sold in {land} was not contaminated with lead",),
        "Lead in {org} milk powder",
    ),
    Kind(
        (
            "police in {place} arrested {who} on {day} over the theft of {n} paintings from the {org} museum",
            "{who} was detained by police in {place} on {day} over the theft of {n} paintings from the museum of {org}",
            "{n} paintings were stolen from the {org} museum, and officers in {place} took {who} into custody on {day}",
            "on {day}, {place} police detained {who}, who is suspected of stealing {n} paintings from the {org} museum",
        ),
        ("police in {place} did not arrest {who} over the theft of paintings from the {org} museum",),
        "Arrest in {org} art theft",
    ),
    Kind(
        (
            "{org} plans to cut {n} jobs at its tyre factory in {place} by {day}",
            "by {day}, {n} positions will be eliminated at the tyre plant of {org} in {place}",
            "{n} workers at {org}'s tyre factory in {place} are to lose their jobs by {day}",
            "the tyre maker {org} intends to shed {n} jobs at its factory in {place} before {day}",
        ),
        ("{org} has no plans to cut jobs at its tyre factory in {place}",),
        "{org} to shrink {place} factory",
    ),
    Kind(
        (
            "{land_adj} fighter jets bombed a hospital in {place} on {day}, wounding {n} patients",
            "a hospital in {place} was hit on {day} by {land_adj} warplanes and {n} patients were wounded",
            "{n} patients were injured when {land_adj} jets struck a hospital in {place} on {day}",
            "on {day}, warplanes of {land} attacked the hospital of {place}, injuring {n} patients",
        ),
        ("{land_adj} fighter jets did not bomb a hospital in {place} on {day}",),
        "Hospital hit in {place}",
    ),
    Kind(
        (
            "{who} paid {n} euros to {who2} for votes in the {place} council election",
            "{who2} received {n} euros from {who} in return for votes in the election of the council of {place}",
            "votes in the {place} council election were bought by {who}, who gave {who2} {n} euros",
            "{n} euros went from {who} to {who2} to buy votes for the council of {place}",
        ),
        ("{who} did not pay {who2} for votes in the {place} council election",),
        "Vote buying alleged in {place}",
    ),
    Kind(
        (
            "floods along the river near {place} forced {n} families to leave their homes on {day}",
            "{n} families had to flee from their homes on {day} as the river flooded near {place}",
            "flooding of the river at {place} on {day} drove {n} families out of their houses",
            "{n} families were evacuated near {place} on {day} after the river burst its banks and flooded homes",
        ),
        ("no families had to leave their homes because of floods near {place}",),
        "Floods near {place}",
    ),
    Kind(
        (
            "a vaccine of {org} prevented malaria in {n} percent of children in a trial in {land}",
            "in a trial in {land}, {n}% of children were protected from malaria by the vaccine of {org}",
            "{n} per cent of the children who received the {org} vaccine in a {land_adj} trial were protected against malaria",
            "the malaria vaccine developed by {org} protected {n} percent of the children in a trial held in {land}",
        ),
        ("a vaccine of {org} did not prevent malaria in children in a trial in {land}",),
        "{org} malaria vaccine tested",
    ),
    Kind(
        (
            "the parliament of {land} approved a loan of {n} dollars for the railway to {place} on {day}",
            "a loan worth {n} dollars for the {place} railway was approved by {land_adj} lawmakers on {day}",
            "{land_adj} parliament voted on {day} for a loan of {n} dollars that will pay for a railway to {place}",
            "on {day} lawmakers in {land} backed a {n} dollar loan to build the railway to {place}",
        ),
        ("the parliament of {land} rejected a loan of {n} dollars for the railway to {place} on {day}",),
        "Railway loan for {place}",
    ),
    Kind(
        (
            "{who} secretly owns {n} hectares of forest near {place} through the company {org}",
            "{n} hectares of forest near {place} belong to {who} in secret, by way of the firm {org}",
            "through the company {org}, {who} is the hidden owner of {n} hectares of woodland near {place}",
            "{org} is a firm through which {who} holds {n} hectares of forest outside {place}",
        ),
        ("{who} does not own any forest near {place} through the company {org}",),
        "{who} and the forest of {place}",
    ),
    Kind(
        (
            "a cargo ship of {org} carrying {n} tonnes of wheat sank off {place} on {day}",
            "on {day} a freighter operated by {org} with {n} tonnes of wheat on board went down near {place}",
            "{n} tonnes of wheat were lost on {day} when a cargo vessel of {org} sank off the coast of {place}",
            "a {org} cargo vessel loaded with {n} tonnes of wheat has sunk near {place} on {day}",
        ),
        ("the cargo ship of {org} carrying wheat did not sink off {place}",),
        "Grain ship lost off {place}",
    ),
    Kind(
        (
            "{who} accused {org} of hiding {n} cases of measles at a school in {place}",
            "{n} cases of measles at a {place} school were concealed by {org}, {who} alleged",
            "according to {who}, {org} covered up {n} measles cases at a school in {place}",
            "{org} kept secret {n} cases of measles in a school of {place}, as {who} puts it",
        ),
        ("{org} did not hide any cases of measles at a school in {place}",),
        "Measles in {place} school",
    ),
    Kind(
        (
            "hackers stole the data of {n} customers from {org} on {day} and demanded a ransom from {who}",
            "on {day} the data of {n} {org} customers were stolen by hackers, who asked {who} for a ransom",
            "{who} was asked for a ransom after hackers took data of {n} customers of {org} on {day}",
            "data belonging to {n} customers of {org} fell into the hands of hackers on {day}; they demanded ransom from {who}",
        ),
        ("hackers did not steal any data of customers from {org}",),
        "{org} hacked",
    ),
)

GIVEN = (
    "Anna Boris Clara David Elena Felix Greta Henrik Irina Jonas Katrin Leon Maria Nils Olga Pavel Rosa Stefan Tanja Viktor "
    "Ahmed Bela Chen Dana Emeka Farah Gita Hassan Ines Jamal Kofi Lina Miguel Nadia Omar Priya Rami Sofia Tariq Yara"
).split()
ONSETS = "B Br D Dr F G Gr H K Kr L M N P Pr R S St T Tr V W Z".split()
NUCLEI = "a e i o u ai au ei".split()
CODAS = "l m n r s t k nd rt lk".split()
LAST_ENDINGS = "er ov ski mann ez ari ulu sen ic ova".split()
TOWN_ENDINGS = "burg stadt ville grad mouth ford haven abad pur field".split()
BODIES = "Industries|Foundation|Holding|Institute|Works|Systems|Group|Laboratories|Trust|Union".split("|")
LANDS = (
    ("Peru", "Peruvian"),
    ("Kenya", "Kenyan"),
    ("Norway", "Norwegian"),
    ("Vietnam", "Vietnamese"),
    ("Chile", "Chilean"),
    ("Ghana", "Ghanaian"),
    ("Serbia", "Serbian"),
    ("Nepal", "Nepalese"),
    ("Morocco", "Moroccan"),
    ("Estonia", "Estonian"),
    ("Bolivia", "Bolivian"),
    ("Jordan", "Jordanian"),
)
MONTHS = "January February March April May June July August September October November December".split()
BEFORE = ("on Tuesday,", "meanwhile,", "in the afternoon,", "earlier this week,", "last week,")
AFTER = (", officials said", " in a serious escalation", ", local media added", ", it was reported", " despite earlier promises")
SWAPS = (("the", "a"), ("has", "had"), ("were", "have been"), ("was", "has been"), ("will", "would"), ("of", "from"))
OUTLETS = tuple(
    f"{name} {kind}" for name in "Harbour Valley Northern Delta Capital Lake".split() for kind in "Post Courier Mirror".split()
)
WIRES = ("union-wire", "meridian-agency", "coastal-press")
