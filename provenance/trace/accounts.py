"""Accounts on platforms: by a handle, or by a name that "known as", "called", "identified as" gives in such a setting."""

from __future__ import annotations

import re
from collections.abc import Iterable

from provenance.ids import slug
from provenance.lexicon.holders import HolderWords
from provenance.records import UNSPECIFIED, DetectedAttribution, EmbeddedPost, Holder
from provenance.registry import Context, Registry
from provenance.spans import Span

_NAMES = "X|Twitter|Telegram|Facebook|Instagram|TikTok|Weibo|YouTube|Bluesky|Mastodon|Truth Social|VK|Reddit|Threads|WeChat"
_PLATFORM = re.compile(
    rf"\b(?:on|of|via)\s+(?:the\s+)?(?:social\s+media\s+platform\s+|platform\s+|Sina\s+)?({_NAMES})\b"
    rf"|\b({_NAMES})\s+(?:user|account|channel)"
)
_HANDLE = re.compile(r"@(\w{1,30})")
_QUOTED_NAME = re.compile(r"[\"'“‘«]([^\"“”«»]{2,80}?)[\"'”’»](?:\s|$|,)")
_PLAIN_NAME = re.compile(r"@?\w[\w.'’-]*(?:\s+[A-Z][\w.'’-]*)*")
DEFAULT_PLATFORM = "x"
"""Where a bare "@handle" stands: the custom of news texts."""


class Accounts:
    """Finds who stands behind a handle or a name on a platform."""

    def __init__(self, registry: Registry, words: HolderWords) -> None:
        self._registry = registry
        self._words = words
        self.names: set[str] = set()
        """The names of the accounts that the text introduces, in small letters."""

    def holder(self, whole: str, found: DetectedAttribution, sentence: str) -> Holder | None:
        """The account that the source phrase `whole` names, or None where it names none."""
        span = found.source
        posted = found.channel is not None and found.channel.relation == "posted_on"
        platform = self._platform(whole) or (self._platform(sentence) if posted else None)
        handle = _HANDLE.search(whole)
        if handle:
            return _account(platform or DEFAULT_PLATFORM, handle[1], span)
        name = self._name(whole) if platform else None
        return _account(platform, name, span) if platform and name else None

    def of_post(self, post: EmbeddedPost, span: Span | None) -> Holder:
        """Who wrote a post that a page embeds: the source behind the account, else the account itself."""
        known = self._registry.get(self._registry.resolve_handle(post.platform, post.account) or "") if post.account else None
        if known is not None:
            return Holder(known.id, known.name, known.type, span)
        account = post.account.lower() or slug(post.name)
        if not account:  # a name of signs alone
            return Holder(UNSPECIFIED, post.name, "unspecified", span)
        return Holder(f"{post.platform}:{account}", post.name or post.account, "platform_account", span)

    def introduced(self, sentences: Iterable[tuple[int, str]]) -> list[tuple[int, Holder]]:
        """Accounts that sentences introduce ("a man known as Commander Pi shared a video on X"), with their offsets."""
        found = []
        for offset, sentence in sentences:
            if any(naming in sentence for naming in self._words.naming):
                platform, name = self._platform(sentence), self._name(sentence)
                if platform and name:
                    found.append((offset, _account(platform, name, Span(offset, offset))))
                    self.names.add(name.lower())
        return sorted(found, key=lambda one: one[0])

    def _platform(self, words: str) -> str | None:
        """The id of the platform that `words` speak of as one: "on X", "an X user"."""
        found = _PLATFORM.search(words)
        if found is None:
            return None
        name = found[1] or found[2]
        context = Context(role="channel", text=f"on the social media platform {name}")
        return self._registry.resolve(name, context).id or slug(name)

    def _name(self, words: str) -> str | None:
        """The name that follows "known as" and the like."""
        for naming in self._words.naming:
            at = words.find(naming + " ")
            if at < 0:
                continue
            rest = words[at + len(naming) + 1 :].strip()
            quoted = _QUOTED_NAME.match(rest + " ")
            if quoted:
                return quoted[1]
            plain = _PLAIN_NAME.match(rest)
            if plain and (plain[0][0].isupper() or plain[0][0] == "@"):
                return plain[0].lstrip("@")
        return None


def _account(platform: str, name: str, span: Span | None) -> Holder:
    plain = name.lstrip("@")
    # a handle keeps its underscores, which are part of it
    return Holder(f"{platform}:{plain.lower() if '_' in plain else slug(plain)}", name, "platform_account", span)
