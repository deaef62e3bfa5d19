"""check_fetch.py BUILD: `masudi watch` asks servers that are slow, broken, huge, busy or lead astray. What is well is
read; of what is not each is told with its reason, and nothing that may not be reached is."""
import os
import re
import socket
import time

from servers import Clock, Folder, Web, bomb, check, end, give, rss

web = Web()
story = ("a", "Row", "Peru expelled the ambassador of Ecuador on Monday.")


def validated(h):
    if h.headers.get("If-None-Match") == 'W/"x, 1"':
        h.answer(304, ETag='W/"x, 1"')
    else:
        h.answer(200, rss([story]), ETag='W/"x, 1"')


def dated(h):
    if h.headers.get("If-Modified-Since") == "Mon, 02 Mar 2026 10:00:00 GMT":
        h.answer(304)
    else:
        h.answer(200, rss([story]), Last_Modified="Mon, 02 Mar 2026 10:00:00 GMT")


def drip(h):
    h.send_response_only(200)
    h.end_headers()
    for _ in range(60):
        h.wfile.write(b"<")
        h.wfile.flush()
        time.sleep(0.1)


def silent(_):
    time.sleep(6)


def endless(h):
    h.send_response_only(200)
    h.send_header("Transfer-Encoding", "chunked")
    h.end_headers()
    for _ in range(4000):
        h.wfile.write(b"10000\r\n" + bytes(65536) + b"\r\n")


def to(address):
    return lambda h: h.answer(302, Location=address)


def reset(h):
    h.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    h.drop()


# name: (route, host, what is said of it; "": it is well)
cases = {
    "etag": (validated, 1, ""),
    "modified": (dated, 1, ""),
    "plain": (give(rss([story])), 1, ""),
    "packed": (give(__import__("gzip").compress(rss([story]).encode()), Content_Encoding="gzip"), 1, ""),
    "moved": (to("/elsewhere/feed"), 1, ""),
    "allowed": (to(web.at("/plain", "127.0.0.3")), 1, ""),
    "twice": (give(rss([story, story, ("a", "Other", "Police arrested two men in Lima.")])), 1, ""),
    "missing": (lambda h: h.answer(404), 1, "HTTP status 404"),
    "gone": (lambda h: h.answer(410), 1, "HTTP status 410"),
    "failing": (lambda h: h.answer(500), 1, "HTTP status 500"),
    "page": (give("<html><head><title>t</title></head><body><p>No feed here.</p></body></html>"), 1, "no feed, but a page"),
    "empty": (give(b""), 1, "nothing in it"),
    "cut": (lambda h: h.answer(200, rss([story])[:-40]), 1, "cut"),
    "short": (lambda h: h.answer(200, rss([story])[:300], Content_Length="5000", Connection="close"), 1, "curl"),
    "dropped": (lambda h: h.drop(), 1, "curl"),
    "reset": (reset, 1, "curl"),
    "rubbish": (lambda h: (h.wfile.write(b"\0\1\2 nonsense\r\n\r\n" * 9), h.drop()), 1, "curl"),
    "loop": (to("/loop"), 1, "over 5 redirects"),
    "nowhere": (to("http://"), 1, "leads nowhere"),
    "file": (to("file:///etc/passwd"), 1, "leads nowhere"),
    "ftp": (to("ftp://127.0.0.1/x"), 1, "leads nowhere"),
    "private": (to(web.at("/secret", "127.0.0.2")), 1, "is not public"),
    "number": (to(web.at("/secret", "2130706434")), 1, "is not public"),
    "short-number": (to(web.at("/secret", "127.2")), 1, "is not public"),
    "six": (to(f"http://[::1]:{web.port}/secret"), 1, "is not public"),
    "mapped": (to(f"http://[::ffff:127.0.0.2]:{web.port}/secret"), 1, "is not public"),
    "cloud": (to("http://169.254.169.254/latest/"), 1, "is not public"),
    "outright": (give(rss([story])), 2, "is not public"),
    "drip": (drip, 7, "curl"),
    "silent": (silent, 8, "curl"),
    "huge": (lambda h: h.answer(200, b"<" * 1000, Content_Length=str(1 << 33)), 1, "over the limit of 1048576 bytes"),
    "endless": (endless, 9, "over the limit of 1048576 bytes"),
    "bomb": (give(bomb(1 << 28), Content_Encoding="gzip"), 1, "a bomb"),
    "bomb-twice": (give(__import__("gzip").compress(bomb(1 << 28)), Content_Encoding="gzip, gzip"), 1, "a bomb"),
    "bomb-file": (give(bomb(1 << 28)), 1, ""),
    "busy": (lambda h: h.answer(429, Retry_After="7200"), 4, "HTTP status 429"),
    "waits": (give(rss([story])), 4, "wants to be left alone"),
    "robots-no": (give(rss([story])), 5, "robots.txt does not let us"),
    "robots-yes": (give(rss([story])), 5, ""),
    "robots-long": (give(rss([story])), 10, "robots.txt does not let us"),
    "robots-away": (give(rss([story])), 6, "robots.txt cannot be had: HTTP status 503"),
}
for name, (route, host, _) in cases.items():
    web.routes[f"127.0.0.{host}", "/" + name] = route
web.routes["127.0.0.3", "/plain"] = web.routes["127.0.0.1", "/elsewhere/feed"] = give(rss([story]))
web.routes["127.0.0.5", "/robots.txt"] = give("User-agent: *\nDisallow: /\n\nUser-agent: masudi\nDisallow: /*-no$\n")
# of a long one what stands within the first 500 KiB counts
web.routes["127.0.0.10", "/robots.txt"] = give("#" * 511000 + "\nUser-agent: *\nDisallow: /\n" + "#" * 100000)
web.routes["127.0.0.6", "/robots.txt"] = lambda h: h.answer(503)
web.routes["127.0.0.9", "/robots.txt"] = to("/robots.txt")  # a loop: as if there were none

with Folder() as folder:
    clock = Clock(folder)
    config = ["settings", " allow " + " | ".join(f"127.0.0.{i}" for i in (1, 3, 4, 5, 6, 7, 8, 9, 10)), " timeout 2s",
              " gap 1ms", " size 1M"]
    for name, (_, host, _) in cases.items():
        config += [f"feed {name}", f" url {web.at('/' + name, f'127.0.0.{host}')}"]
    folder.write("c.watch", "\n".join(config) + "\n")
    began = time.monotonic()
    status, out, err = folder.run("watch", "c.watch", "--store", "s.db", "--once", clock=clock)
    took = time.monotonic() - began
    check(status == 1, f"status {status}, not 1: {err}")
    check(took < 30, f"all feeds once took {took:.0f} s, with a time limit of 2 s")
    for name, (_, _, want) in cases.items():
        said = [line for line in err.splitlines() if f"feed {name}:" in line or f"feed {name}: " in line]
        if want == "curl":  # whatever libcurl calls it
            check(len(said) == 1 and "; again in" in said[0], f"{name}: {said}")
        elif want:
            check(any(want in line for line in said), f"{name}: '{want}' is not said: {said}")
        else:
            check(name == "bomb-file" or not said, f"{name}: {said}")
    check(web.n("/secret") == 0 and ("127.0.0.2", "/outright") not in web.asked, "what is private was reached")
    check(web.n("/robots-no") == 0 and web.n("/robots-away") == web.n("/robots-long") == 0 and web.n("/robots-yes") == 1, "robots.txt")
    check(web.n("/loop") == 6, f"the loop was gone round {web.n('/loop')} times")
    check(web.n("/waits") == 0, "a busy host is asked all the same")
    well = [name for name, (_, _, want) in cases.items() if not want and name != "bomb-file"]
    have = [row[0] for row in folder.sql("SELECT name FROM document")]
    other = [name for name in have if name.startswith("twice/a#")]
    check(len(other) == 1, f"of two items with one id: {other}")
    check(sorted(have) == sorted([f"{name}/a" for name in well] + other), f"documents: {sorted(have)}")
    rows = dict((r[0], r[1:]) for r in folder.sql("SELECT name, next, failed FROM feed"))
    wait = int(rows["busy"][0]) / 1000 - clock.now()
    check(7000 < wait < 7300 and rows["busy"][1] == "1", f"busy is asked again in {wait:.0f} s")
    check(rows["plain"][1] == "0", "plain has failed")

    # again: what has not changed is not read, nothing is stored twice
    status, out, err = folder.run("watch", "c.watch", "--store", "s.db", "--once", clock=clock)
    tell = err.splitlines()[-1]
    check(" 0 documents new, 0 revised" in tell, tell)
    check(len(folder.sql("SELECT name FROM document")) == len(well) + 1, "documents doubled")
    n = int(tell.split(" unchanged")[0].split()[-1])
    check(n == len(well), f"{n} feeds unchanged, not {len(well)}: {tell}")

    # items that share an id move on in the feed and stay what they are
    web.routes["127.0.0.1", "/twice"] = give(rss([story, ("b", "New", "Rain fell."), ("a", "Other", "Police arrested two men in Lima.")]))
    status, out, err = folder.run("watch", "c.watch", "--store", "s.db", "--once", clock=clock)
    check("1 documents new, 0 revised" in err.splitlines()[-1], err.splitlines()[-1])

    # an edited item is a revision
    web.routes["127.0.0.1", "/plain"] = give(rss([("a", "Row", "Peru expelled the ambassador of Chile on Monday.")]))
    status, out, err = folder.run("watch", "c.watch", "--store", "s.db", "--once", clock=clock)
    check("0 documents new, 1 revised" in err.splitlines()[-1], err.splitlines()[-1])

with Folder() as folder:
    # a name that leads to an address that is not public
    folder.write("c.watch", f"feed local\n url {web.at('/plain', 'localhost')}\n")
    web.asked.clear()
    status, out, err = folder.run("watch", "c.watch", "--store", "s.db", "--once")
    check(status == 1 and "is not public" in err and not web.asked, f"localhost: {err}")

with Folder() as folder:
    # the pages that items lead to, under the rules of feeds; where one cannot be had, what the feed says
    words = "The ministry in Lima said so on Monday. "
    page = ("<html><head><title>Other title</title><meta name='author' content='A'></head><body><nav>Home</nav><article><h1>Row"
            "</h1><p>Police arrested two protesters in Lima. " + words * 4 + "</p><p>France and Germany held talks in "
            "Dallas. " + words * 4 + "</p></article></body></html>")
    leads = {"good": web.at("/story"), "moved": web.at("/to-story"), "gone": web.at("/nothing"), "busy": web.at("/busy-story"),
             "astray": web.at("/secret", "127.0.0.2"), "aside": web.at("/to-secret"), "barred": web.at("/x-no", "127.0.0.5"),
             "picture": web.at("/picture"), "short": web.at("/subscribe"), "none": "mailto:desk@wire.example"}
    web.routes.update({"/story": give(page), "/to-story": to("/story"), "/to-secret": to(leads["astray"]),
                       "/picture": give(bytes(range(256)) * 8), "/busy-story": lambda h: h.answer(503, Retry_After="5"),
                       "/subscribe": give("<html><body><p>Subscribe.</p></body></html>")})
    feed = rss([(name, "Row", story[2]) for name in leads])
    for name, address in leads.items():
        feed = feed.replace(f"https://wire.example/{name}<", address + "<")
    web.routes["127.0.0.1", "/leads"] = lambda h: h.answer(304) if h.headers.get("If-None-Match") else h.answer(200, feed, ETag='"1"')
    web.asked.clear()
    clock = Clock(folder)
    folder.write("c.watch", f"settings\n allow 127.0.0.1 | 127.0.0.5\n every 5m\nfeed leads\n url {web.at('/leads')}\n pages yes\n")
    status, out, err = folder.run("watch", "c.watch", "--store", "s.db", "--for", "7s", clock=clock)
    begun = len(folder.sql("SELECT name FROM document"))
    check(0 < begun < len(leads) - 3, f"{begun} documents after a few seconds, with a gap of 2 s between pages")
    status, out, more = folder.run("watch", "c.watch", "--store", "s.db", "--for", "16m", clock=clock)
    err += more
    rows = folder.sql("SELECT d.name, b.n_byte FROM document d JOIN revision r ON r.document = d.id JOIN body b ON b.id = r.body")
    size = {name.split("/")[1]: int(n) for name, n in rows}
    check(sorted(size) == sorted(leads), f"{sorted(size)}: {err}")
    check(all((n > 300) == (name in ("good", "moved")) for name, n in size.items()), f"whose words: {size}")
    check(err.count("own words are taken") == 6, err)
    check(web.n("/secret") == web.n("/x-no") == 0 and web.n("/story") == 2 and web.n("/leads") >= 3, f"{web.asked}")
    check(" 0 revised" in more, more)
    check(folder.sql("SELECT title FROM revision GROUP BY title") == [["Row"]], "titles")

with Folder() as folder:
    # what was refused is asked for again once an hour, for an embargo ends; beside that the server may say that all is as it was
    full = []

    def refused(h):
        if h.headers.get("If-None-Match"):
            h.answer(304)
        else:
            full.append(clock.now())
            h.answer(200, rss([story, ("none", "", "")]), ETag='"1"')

    web.routes["127.0.0.1", "/refused"] = refused
    clock = Clock(folder)
    folder.write("c.watch", f"settings\n allow 127.0.0.1\nfeed refused\n url {web.at('/refused')}\n every 10m\n")
    status, out, err = folder.run("watch", "c.watch", "--store", "s.db", "--for", "4h", clock=clock)
    check(3 <= len(full) <= 5 and web.n("/refused") > 20, f"read in full {len(full)} of {web.n('/refused')} times: {err}")
    check(err.count("refused:") == 1 and "well again" not in err, f"told more than once: {err}")

with Folder() as folder:
    # names from outside that a terminal would obey
    os.mkdir(folder("in"))
    folder.write("in/a\u009b31m\x1b[31m\x7fb.jsonl", "{no")
    folder.write("c.watch", f"folder in\n path {folder('in')}\n")
    status, out, err = folder.run("watch", "c.watch", "--store", "s.db", "--once")
    check(status == 1 and "31m" in err and not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", err), f"a terminal's words: {err!r}")

with Folder() as folder:
    # a link in a folder leads nowhere
    os.mkdir(folder("in"))
    folder.write("secret.txt", "Peru expelled the ambassador of Ecuador on Monday.")
    folder.write("in/a.txt", "Troops shelled Goma on Monday.")
    os.symlink(folder("secret.txt"), folder("in/b.txt"))
    folder.write("c.watch", f"folder in\n path {folder('in')}\n")
    status, out, err = folder.run("watch", "c.watch", "--store", "s.db", "--once")
    check(status == 0 and " 1 documents new" in err, f"a link was followed: {err}")

with Folder() as folder:
    # through a proxy, which looks up names; numbers are still judged here
    web.asked.clear()
    web.routes["http://wire.example/feed"] = give(rss([story]))
    folder.write("c.watch", f"settings\n proxy {web.at('/')}\nfeed wire\n url http://wire.example/feed\n"
                            f"feed inside\n url {web.at('/plain', '127.0.0.2')}\n")
    status, out, err = folder.run("watch", "c.watch", "--store", "s.db", "--once")
    check("inside: " in err and "is not public" in err and " 1 documents new" in err, f"proxy: {err}")
    check({host for host, _ in web.asked} == {"wire.example"}, f"asked through the proxy: {web.asked}")
end()
