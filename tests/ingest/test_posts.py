"""Embedded posts: the markup that platforms hand out, what page systems make of it, and what is no post."""

import pytest

from provenance.ingest import ReadOptions, read_bytes
from provenance.ingest.post_addresses import post_address, post_rules, profile_account
from provenance.records import Document, EmbeddedPost
from provenance.registry import load_registry

QUICK = ReadOptions(language=False, main_text=False)
TWEET = (
    '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">The bridge is open again.<br>Thanks to all (@harbour).</p>'
    '&mdash; Example Desk (@ExampleDesk) <a href="https://twitter.com/ExampleDesk/status/1790000000000000001?ref_src=twsrc">'
    "May 26, 2024</a></blockquote>"
)


def page(markup: str) -> Document:
    found = read_bytes(f"<p>Before it.</p>{markup}<p>After it.</p>".encode(), path="a.html", options=QUICK)
    assert isinstance(found, Document)
    return found


def only(markup: str) -> tuple[EmbeddedPost, str | None]:
    found = page(markup)
    (post,) = found.posts
    return post, post.span.of(found.text) if post.span else None


@pytest.mark.parametrize("rule", post_rules(), ids=lambda rule: rule.example)
def test_addresses(rule):
    found = post_address(rule.example)
    assert found is not None and (found.platform, found.url) == (rule.platform, rule.becomes)
    assert post_address(found.url) == found
    assert post_address(rule.counter) is None


def test_platforms_are_those_of_the_registry():
    registry = load_registry()
    for platform in {rule.platform for rule in post_rules()} | {"mastodon"}:
        entity = registry.get(platform)
        assert entity is not None and entity.kind == "social_platform", platform


@pytest.mark.parametrize(
    ("address", "url", "account"),
    [
        (
            "//m.facebook.com/plugins/post.php?href=https%3A%2F%2Ffb.com%2Fdesk%2Fposts%2F123456&width=5",
            "https://www.facebook.com/desk/posts/123456",
            "desk",
        ),
        ("at://did:plc:abc/app.bsky.feed.post/3kabc", "https://bsky.app/profile/did:plc:abc/post/3kabc", ""),
        (
            "https://a.example/@desk@b.example/112345678901234567/embed",
            "https://a.example/@desk@b.example/112345678901234567",
            "desk@b.example",
        ),
        ("https://vk.com/wall123_456", "https://vk.com/wall123_456", "id123"),
    ],
)
def test_odd_addresses(address, url, account):
    found = post_address(address)
    assert found is not None and (found.url, found.account) == (url, account)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x",
        "https://x.com",
        "https://example.org/@desk/112345678901234567",
        "https://medium.example/@desk/a-story-1234567890",
        "https://x.com.example.org/desk/status/1790000000000000001",
        "https://www.facebook.com/plugins/like.php?href=https%3A%2F%2Fexample.org",
        "https://www.youtube.com/embed/" + "a" * 3_000,
        "http://[",
    ],
)
def test_what_is_no_address_of_a_post(address):
    assert post_address(address) is None


def test_servers_of_the_fediverse_are_believed_where_the_markup_says_so():
    address = "https://social.example/@desk/112345678901234567"
    assert post_address(address) is None
    found = post_address(address, fediverse=True)
    assert found is not None and (found.platform, found.account) == ("mastodon", "desk@social.example")


def test_profiles():
    assert profile_account("https://x.com/ExampleDesk?lang=en", "x") == "ExampleDesk"
    assert profile_account("https://www.reddit.com/user/example-desk/", "reddit") == "example-desk"
    assert profile_account("https://example.org/ExampleDesk", "x") is None
    assert profile_account("https://x.com/ExampleDesk/status/1790000000000000001", "x") is None


def test_a_post_of_x():
    post, words = only(TWEET)
    assert words == "The bridge is open again.\nThanks to all (@harbour)."
    assert post == EmbeddedPost(
        platform="x",
        account="ExampleDesk",
        name="Example Desk",
        url="https://x.com/ExampleDesk/status/1790000000000000001",
        date="May 26, 2024",
        span=post.span,
        path="/html/body/blockquote",
    )


@pytest.mark.parametrize(
    ("markup", "platform", "account", "name", "date", "words"),
    [
        (
            '<div class="fb-post" data-href="https://www.facebook.com/example.desk/posts/123456789">'
            '<blockquote class="fb-xfbml-parse-ignore"'
            ' cite="https://www.facebook.com/example.desk/posts/123456789"><p>The harbour is closed.</p>Posted by '
            '<a href="https://www.facebook.com/example.desk/">Example Desk</a> on&nbsp;'
            '<a href="https://www.facebook.com/example.desk/posts/123456789">Thursday, 27 August 2020</a></blockquote></div>',
            "facebook",
            "example.desk",
            "Example Desk",
            "Thursday, 27 August 2020",
            "The harbour is closed.",
        ),
        (
            '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/Cabc_12-x/?utm_source=ig_embed">'
            '<a href="https://www.instagram.com/p/Cabc_12-x/">View this post on Instagram</a>'
            "<p>We sail tomorrow.</p><p>A post shared by "
            '<a href="https://www.instagram.com/example.desk/">Example Desk</a> (@example.desk) on '
            '<time datetime="2020-05-05">May 5, 2020</time></p></blockquote>',
            "instagram",
            "example.desk",
            "Example Desk",
            "May 5, 2020",
            "We sail tomorrow.",
        ),
        (
            '<blockquote class="tiktok-embed" cite="https://www.tiktok.com/@example.desk/video/7012345678901234567"><section>'
            '<a title="@example.desk" href="https://www.tiktok.com/@example.desk">@example.desk</a> <p>The river rose again '
            '<a href="https://www.tiktok.com/tag/flood">#flood</a></p> <a href="/music">♬ original sound - Example Desk</a>'
            "</section></blockquote>",
            "tiktok",
            "example.desk",
            "",
            None,
            "The river rose again #flood",
        ),
        (
            '<blockquote class="bluesky-embed" data-bluesky-uri="at://did:plc:abc/app.bsky.feed.post/3kabc">'
            "<p>The vote is over.</p>"
            '&mdash; Example Desk (<a href="https://bsky.app/profile/did:plc:abc">@desk.example.org</a>) '
            '<a href="https://bsky.app/profile/did:plc:abc/post/3kabc">February 3, 2024 at 10:00 AM</a></blockquote>',
            "bluesky",
            "desk.example.org",
            "Example Desk",
            "February 3, 2024 at 10:00 AM",
            "The vote is over.",
        ),
        (
            '<blockquote class="mastodon-embed" data-embed-url="https://social.example/@desk/112345678901234567/embed">'
            '<a href="https://social.example/@desk/112345678901234567"><div>Post by @desk@social.example</div>'
            "<div>View on Mastodon</div></a></blockquote>",
            "mastodon",
            "desk@social.example",
            "",
            None,
            None,
        ),
        (
            '<blockquote class="text-post-media" data-text-post-permalink="https://www.threads.net/@example.desk/post/Cabc-1">'
            '<a href="https://www.threads.net/@example.desk/post/Cabc-1">View on Threads</a></blockquote>',
            "threads",
            "example.desk",
            "",
            None,
            None,
        ),
        (
            '<blockquote class="reddit-embed-bq">'
            '<a href="https://www.reddit.com/r/example/comments/abc12/a/">The bridge is open</a>'
            "<br> "
            'by <a href="https://www.reddit.com/user/example-desk/">u/example-desk</a> in '
            '<a href="https://www.reddit.com/r/example/">example</a></blockquote>',
            "reddit",
            "example-desk",
            "",
            None,
            "The bridge is open",
        ),
        (
            "<blockquote><p>We will not leave.</p><p>— Jane Doe (@jane_doe) "
            '<a href="https://x.com/jane_doe/status/1790000000000000003">May 2, 2024</a></p></blockquote>',
            "x",
            "jane_doe",
            "Jane Doe",
            "May 2, 2024",
            "We will not leave.",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 12 else "",
)
def test_quotations(markup, platform, account, name, date, words):
    post, shown = only(markup)
    assert (post.platform, post.account, post.name, post.date, shown) == (platform, account, name, date, words)


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        ('<script async src="w.js" data-telegram-post="example_desk/123"></script>', "https://t.me/example_desk/123"),
        ('<iframe src="https://t.me/example_desk/123?embed=1"></iframe>', "https://t.me/example_desk/123"),
        ('<iframe class="x" src="https://truthsocial.com/@desk/112345678901234567/embed"></iframe>', "https://truthsocial.com/@desk/posts/112345678901234567"),
        ('<iframe class="mastodon-embed" src="https://social.example/@desk/112345678901234567"></iframe>', "https://social.example/@desk/112345678901234567"),
        ('<iframe src="about:blank" data-lazy-src="https://www.youtube-nocookie.com/embed/abcdefghijk"></iframe>', "https://www.youtube.com/watch?v=abcdefghijk"),
        ('<iframe src="https://platform.twitter.com/embed/Tweet.html?id=1790000000000000001"></iframe>', "https://x.com/i/status/1790000000000000001"),
        ('<object data="https://www.youtube.com/v/abcdefghijk"></object>', "https://www.youtube.com/watch?v=abcdefghijk"),
        ('<lite-youtube videoid="abcdefghijk"></lite-youtube>', "https://www.youtube.com/watch?v=abcdefghijk"),
        ('<amp-twitter data-tweetid="1790000000000000001"></amp-twitter>', "https://x.com/i/status/1790000000000000001"),
        ('<amp-instagram data-shortcode="Cabc_12-x"></amp-instagram>', "https://www.instagram.com/p/Cabc_12-x/"),
        ('<div data-tweet-id="1790000000000000001"></div>', "https://x.com/i/status/1790000000000000001"),
        ('<div id="vk_post_-123_456"></div>', "https://vk.com/wall-123_456"),
        ('<iframe src="//vk.com/video_ext.php?oid=-123&amp;id=456"></iframe>', "https://vk.com/video-123_456"),
        ('<figure class="media"><oembed url="https://x.com/desk/status/1790000000000000001"></oembed></figure>', "https://x.com/desk/status/1790000000000000001"),
        ('<figure class="wp-block-embed"><div>\nhttps://x.com/desk/status/1790000000000000001\n</div></figure>', "https://x.com/desk/status/1790000000000000001"),
        ('<noscript><iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe></noscript>', "https://www.youtube.com/watch?v=abcdefghijk"),
        ('<iframe src="//fb.com/plugins/video.php?href=https%3A%2F%2Ffb.com%2Fwatch%2F%3Fv%3D123456"></iframe>', "https://www.facebook.com/watch/?v=123456"),
        ('<iframe src="https://player.bilibili.com/player.html?bvid=BV1ab411c7de"></iframe>', "https://www.bilibili.com/video/BV1ab411c7de"),
    ],
)  # fmt: skip
def test_frames_and_places_for_them(markup, url):
    post, shown = only(markup)
    assert post.url == url and shown is None and post.path.startswith("/html")


@pytest.mark.parametrize(
    "markup",
    [
        '<p>He said so <a href="https://x.com/desk/status/1790000000000000001">on Monday</a>.</p>',
        '<blockquote>As <a href="https://x.com/desk/status/1790000000000000001">they wrote</a>, nobody leaves.</blockquote>',
        '<blockquote class="pull-quote"><p>We will not leave.</p></blockquote>',
        '<blockquote class="twitter-tweet"><p>It was deleted.</p></blockquote>',
        '<iframe src="https://ads.example.net/frame?u=https://x.com/desk/status/1790000000000000001"></iframe>',
        '<div class="fb-like" data-href="https://www.facebook.com/example.desk"></div>',
        '<figure class="wp-block-embed"><p>Words, and https://x.com/desk/status/1790000000000000001</p></figure>',
        '<a data-href="https://www.youtube.com/watch?v=abcdefghijk">A film</a>',
        "<!-- " + TWEET + " -->",
    ],
)
def test_what_is_no_post(markup):
    assert page(markup).posts == ()


def test_words_and_frame_of_one_post_are_one():
    frame = '<iframe src="https://platform.twitter.com/embed/Tweet.html?id=1790000000000000001"></iframe>'
    for markup in (TWEET + frame, frame + TWEET):
        post, words = only(markup)
        assert words is not None and (post.name, post.url[-32:]) == (
            "Example Desk",
            "ExampleDesk/status/1790000000000000001"[-32:],
        )


def test_a_post_that_is_quoted_twice_is_two():
    assert len(page(TWEET + "<p>And again:</p>" + TWEET).posts) == 2


def test_posts_are_in_the_order_of_the_page():
    ids = [f"17900000000000000{n:02}" for n in range(12)]
    markup = "".join(
        f'<p>Then:</p><iframe src="https://platform.twitter.com/embed/Tweet.html?id={n}"></iframe>' if int(n) % 2
        else TWEET.replace("1790000000000000001", n)
        for n in ids
    )  # fmt: skip
    assert [post.url.rsplit("/", 1)[1] for post in page(markup).posts] == ids


def test_a_line_of_words_and_signature_in_one():
    post, words = only(
        '<blockquote class="twitter-tweet">The bridge is open. — Example Desk (@ExampleDesk) '
        '<a href="https://x.com/ExampleDesk/status/1790000000000000001">May 26</a></blockquote>'
    )
    assert (words, post.name, post.date) == ("The bridge is open.", "Example Desk", "May 26")


def test_an_embedded_frame_does_not_break_its_line():
    found = page('<p>One <iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe>and two.</p>')
    assert "One and two." in found.text and len(found.posts) == 1


def test_blocks_of_a_page_with_posts_are_still_its_lines():
    found = page(TWEET * 3 + '<amp-twitter data-tweetid="1790000000000000009">Words within</amp-twitter> after')
    assert "\n".join(block.span.of(found.text) for block in found.blocks) == found.text
    assert "Words within\nafter" in found.text
