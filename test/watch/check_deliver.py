"""check_deliver.py BUILD: what a watch tells, to whom, how soon, and that nothing is lost or gets another key when
somebody does not listen, or masudi is killed in the middle."""
import email
import email.policy
import json
import os
import random
import signal
import time
import xml.etree.ElementTree as xml

from servers import Clock, Folder, Hook, Mail, Web, check, end, give, rss, wait_until

expelled = "Peru expelled the ambassador of Ecuador on Monday."
BASE = " allow 127.0.0.0/8\n gap 1ms\n timeout 5s\n"


def alerts_of(out):
    return [json.loads(line) for line in out.splitlines() if line.startswith("{")]


def keys_are_steady(hook, what):
    """A body always comes under the same key, and a key with the same body."""
    keys, bodies = {}, {}
    for key, body in hook.got:
        alert = json.loads(body)["alert"]
        check(keys.setdefault(alert, key) == key, f"{what}: one alert under two keys")
        check(bodies.setdefault(key, body) == body, f"{what}: one key with two bodies")


def test_all_ways(folder, web):
    """Every way to tell, from one article; what does not match is not told; the same again is not told again."""
    hook, mail = Hook(web), Mail()
    web.routes["/feed"] = give(rss([("a", "Envoy told to go", expelled), ("b", "Rain", "It rained in Lima on Monday."),
                                    ("c", "Talks", "France and Germany held talks in Dallas.")]))
    folder.write("secret", "open sesame\n")
    folder.write("c.watch", f"""settings
{BASE}
feed wire
 url {web.at('/feed')}
webhook hook
 url {web.at('/hook')}
 secret-file {folder('secret')}
mail post
 server smtp://127.0.0.1:{mail.port}
 tls none
 from masudi@desk.example
 to one@desk.example | two@desk.example
rss file
 path {folder('out.rss')}
 link https://desk.example/out.rss
 title Desk & Co
jsonfeed json
 path {folder('out.json')}
watch envoys
 event SANCTION-expel
 country PER
 deliver stdout | hook | post | file | json
watch elsewhere
 country MNG
 deliver stdout | hook
watch other-feed
 event SANCTION-expel
 place Lima
 deliver stdout
""")
    status, out, err = folder.run("watch", "c.watch", "--store", "s.db", "--once")
    check(status == 0, f"status {status}: {err}")
    told = alerts_of(out)
    check(len(told) == 1 and told[0]["watch"] == "envoys" and told[0]["title"] == "Envoy told to go", f"told: {out}")
    check(told[0]["count"] == 1 and told[0]["claims"][0]["event"] == "SANCTION", out)
    check(len(hook.taken) == 1 and json.loads(hook.taken[0][1])["alert"] == told[0]["alert"], f"webhook: {hook.taken}")
    check(len(mail.messages) == 1, f"{len(mail.messages)} mails")
    sender, to, raw = mail.messages[0]
    check("masudi@desk.example" in sender and len(to) == 2, f"{sender} {to}")
    message = email.message_from_bytes(raw, policy=email.policy.default)
    check(message["Subject"] == "[envoys] Envoy told to go", message["Subject"])
    check(expelled in message.get_content(), message.get_content())
    check(message["Message-ID"].endswith("@desk.example>"), message["Message-ID"])
    items = xml.parse(folder("out.rss")).findall("./channel/item")
    check(len(items) == 1 and items[0].findtext("guid") == told[0]["alert"], "the RSS file")
    with open(folder("out.json"), encoding="utf-8") as f:
        feed = json.load(f)
    check(feed["version"].endswith("1.1") and [i["id"] for i in feed["items"]] == [told[0]["alert"]], "the JSON Feed")
    for name in ("out.rss", "out.json"):
        status, out, err = folder.run("read", name)
        check(status == 0 and "Envoy told to go" in out, f"masudi read {name}: {err}")
    # once more, edited in its other words, and with a second claim
    web.routes["/feed"] = give(rss([("a", "Envoy sent home", expelled + " A crowd cheered.")]))
    status, out, err = folder.run("watch", "c.watch", "--store", "s.db", "--once")
    check(status == 0 and not alerts_of(out) and "1 revised" in err, f"an edit is told again: {out} {err}")
    # states
    key = told[0]["alert"]
    status, out, err = folder.run("watch", "mark", "acknowledged", key, "--store", "s.db")
    check(status == 0, err)
    status, out, err = folder.run("watch", "alerts", "--state", "acknowledged", "--out", "jsonl", "--store", "s.db")
    check([a["state"] for a in alerts_of(out)] == ["acknowledged"], out)
    status, out, err = folder.run("watch", "alerts", "--state", "new", "--out", "jsonl", "--store", "s.db")
    check(not alerts_of(out), out)
    status, out, err = folder.run("watch", "mark", "seen", "nothing", "--store", "s.db")
    check(status == 1 and "no alert" in err, f"marking what is not there: {status} {err}")
    status, out, err = folder.run("watch", "status", "--out", "json", "--store", "s.db")
    check({json.loads(line)["is"] for line in out.splitlines()} == {"feed", "watch", "sink"}, out)


def test_examples(folder, _):
    """The manual's configuration is one, and the example tells of the article beside it."""
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    with open(os.path.join(root, "doc", "watch.md"), encoding="utf-8") as f:
        manual = f.read()
    folder.write("manual.watch", manual[manual.index("```\nsettings\n") + 4:].split("```")[0])
    with open(os.path.join(root, "examples", "desk.watch"), encoding="utf-8") as f:
        folder.write("desk.watch", f.read().replace("path examples", f"path {root}/examples"))
    status, out, err = folder.run("watch", "check", "manual.watch", "desk.watch")
    check(status == 0, err)
    status, out, err = folder.run("watch", "desk.watch", "--store", "s.db", "--once")
    check(status == 0 and " 1 items" in err, err)
    told = {a["watch"]: a for a in alerts_of(out)}
    check(sorted(told) == ["border", "envoys"] and told["envoys"]["about"] == "Envoys and embassies", out)
    check(told["border"]["title"].startswith("Three reports of force within a day: "), out)


def test_soon(folder, web):
    """Within a second of an article's arrival: in a feed that is asked five times a second, and in a folder."""
    hook = Hook(web)
    os.mkdir(folder("in"))
    web.routes["/feed"] = give(rss([]))
    folder.write("c.watch", f"""settings
{BASE}
feed wire
 url {web.at('/feed')}
 every 200ms
folder drop
 path {folder('in')}
 every 1h
webhook hook
 url {web.at('/hook')}
 secret-env SECRET
watch envoys
 event SANCTION-expel
 deliver stdout | hook
""")
    p = folder.start("watch", "c.watch", "--store", "s.db", SECRET="open sesame")
    check(wait_until(lambda: web.n("/feed") > 2, 20) is not None, "the feed is not asked")
    took = []
    for i in range(3):
        web.routes["/feed"] = give(rss([(f"f{k}", "Envoy", expelled) for k in range(i + 1)]))
        took.append(wait_until(lambda n=i: len(hook.taken) == 2 * n + 1, 10))
        folder.write(f"in/.{i}", json.dumps({"id": f"d{i}", "date": "2026-03-02", "text": expelled}) + "\n")
        os.rename(folder(f"in/.{i}"), folder(f"in/{i}.jsonl"))
        took.append(wait_until(lambda n=i: len(hook.taken) == 2 * n + 2, 10))
    check(None not in took and sorted(took)[3] < 1 and max(took) < 3, f"told after {took} s")  # a busy machine may stumble
    print("told after", [round(t, 3) for t in took if t], "s")
    p.send_signal(signal.SIGTERM)
    out, err = p.communicate(timeout=20)
    check(p.returncode == 0 and len(alerts_of(out)) == 6, f"{p.returncode}, {len(alerts_of(out))} told: {err}")


def test_nobody_listens(folder, web):
    """A webhook that fails, hangs up after reading, and refuses one for good; a mail server that is busy: all come to
    know all, under one key each, and no one waits for another."""
    refused = []

    def fault(n, h):
        alert = json.loads(h.body)
        if "Refused" in alert["title"] and len(refused) < 2:
            refused.append(alert["alert"])
            h.answer(400)
        elif n in (1, 2):
            h.answer(500)
        elif n == 3:
            h.drop()
        elif n == 4:
            h.answer(429, Retry_After="600")
        else:
            return False
        return True

    hook, mail, clock = Hook(web, fault=fault), Mail(["451 later", "421 busy", "550 not this"]), Clock(folder)
    web.routes["/feed"] = give(rss([(str(i), "Refused" if i == 3 else f"Envoy {i}", expelled) for i in range(8)]))
    folder.write("c.watch", f"""settings
{BASE}
feed wire
 url {web.at('/feed')}
webhook hook
 url {web.at('/hook')}
 secret-env SECRET
mail post
 server smtp://127.0.0.1:{mail.port}
 tls none
 from masudi@desk.example
 to one@desk.example
watch envoys
 event SANCTION-expel
 deliver hook | post
""")
    status, _, err = folder.run("watch", "c.watch", "--store", "s.db", "--for", "6h", clock=clock, SECRET="open sesame")
    check(status == 0, err)
    check(len(hook.taken) == 8 and len({k for k, _ in hook.taken}) == 8, f"webhook: {len(hook.taken)} of 8")
    check(len(hook.got) == 8 + 4 + 2, f"{len(hook.got)} tries")
    keys_are_steady(hook, "faults")
    check(len({email.message_from_bytes(m[2])["Message-ID"] for m in mail.messages}) == 8 and len(mail.messages) == 8,
          f"{len(mail.messages)} mails of 8")
    rows = folder.sql("SELECT sink, state, count(*) FROM outbox GROUP BY sink, state ORDER BY sink")
    check(rows == [["hook", "done", "8"], ["post", "done", "8"]], f"{rows}")
    check("well again" in err, err)


def test_given_up(folder, web):
    hook, clock = Hook(web, fault=lambda n, h: h.answer(503) or True), Clock(folder)
    web.routes["/feed"] = give(rss([("a", "Envoy", expelled)]))
    folder.write("c.watch", f"""settings
{BASE} give-up 1h
feed wire
 url {web.at('/feed')}
webhook hook
 url {web.at('/hook')}
 secret-env SECRET
watch envoys
 event SANCTION-expel
 deliver hook
""")
    args = ("watch", "c.watch", "--store", "s.db")
    status, _, err = folder.run(*args, "--for", "2h", clock=clock, SECRET="open sesame")
    check("given up" in err and 5 < len(hook.got) < 30, f"{len(hook.got)} tries: {err}")
    hook.fault = None
    status, _, err = folder.run("watch", "retry", "--store", "s.db")
    check(status == 0 and "1 deliveries" in err, err)
    folder.run(*args, "--once", clock=clock, SECRET="open sesame")
    check(len(hook.taken) == 1, "what was given up is not taken up again")
    keys_are_steady(hook, "given up")


def test_killed(folder, web):
    """Killed at chance times, and while a webhook has taken an alert and not said so: nothing is lost, keys stay."""
    run, killed = [], []
    dice = random.Random(7)

    def fault(n, h):
        if n % 23 or len(killed) == 5:
            return False
        killed.append(n)
        hook.taken.append((h.headers["webhook-id"], h.body))
        run[0].kill()
        run[0].wait()
        h.drop()
        return True

    hook, n = Hook(web, fault=fault), 100
    text = expelled + " The two states quarrelled over a river, and traders on both banks waited for news." * 3
    web.routes["/feed"] = give(rss([(str(i), f"Envoy {i}", text) for i in range(n)]))
    folder.write("c.watch", f"""settings
{BASE}
feed wire
 url {web.at('/feed')}
webhook hook
 url {web.at('/hook')}
 secret-env SECRET
rss file
 path {folder('out.rss')}
watch envoys
 event SANCTION-expel
 deliver hook | file
""")
    chance = 0
    for i in range(40):
        run[:] = [folder.start("watch", "c.watch", "--store", "s.db", "--once", "--quiet", SECRET="open sesame")]
        if i < 20:
            time.sleep(dice.uniform(0.02, 0.2))
            chance += run[0].poll() is None
            run[0].kill()
        run[0].communicate(timeout=60)
        if run[0].returncode == 0 and i >= 20:
            break
    check(run[0].returncode == 0, f"no run came to its end: {run[0].returncode}")
    check(chance + len(killed) > 4, "hardly killed")
    taken = {json.loads(body)["claims"][0]["doc"]["id"] for _, body in hook.taken}
    check(len(taken) == n, f"{len(taken)} articles of {n} told")
    keys_are_steady(hook, "kills")
    check(len({k for k, _ in hook.taken}) == n, f"{len({k for k, _ in hook.taken})} keys for {n} alerts")
    repeated = len(hook.taken) - n
    check(repeated <= chance + len(killed), f"{repeated} told twice in {chance + len(killed)} kills")
    print(f"killed {chance + len(killed)} times: {len(hook.got)} tries for {n} alerts, {repeated} told twice, under the same key")
    for what, want in (("document", n), ("alert", n), ("claim WHERE superseded IS NULL AND event = 'SANCTION'", n)):
        check(folder.sql(f"SELECT count(*) FROM {what}") == [[str(want)]], f"{what} is not {want}")
    check(folder.sql("SELECT count(*) FROM outbox WHERE state <> 'done'") == [["0"]], "the outbox is not empty")
    status, out, err = folder.run("db", "check", "--store", "s.db")
    check(status == 0, f"db check: {out}{err}")


def test_rules(folder, web):
    """Mute, threshold, surprise, on a made clock."""
    clock = Clock(folder)
    start = clock.now()
    items, plan = [], []

    # a claim every ten minutes for two hours, and before that two a day for a month
    def feed(h):
        now = clock.now()
        while plan and plan[0][0] <= now:
            items.append(plan.pop(0)[1])
        h.answer(200, rss(items))

    for day in range(28, 0, -1):
        for k in range(2):
            items.append((f"old{day}-{k}", "Old", "Peru expelled a diplomat of Ecuador.", start - day * 86400))
    for k in range(12):
        plan.append((start + 600 * (k + 1), (f"new{k}", f"New {k}", "Peru expelled a diplomat of Chile.", start)))
    web.routes["/feed"] = feed
    folder.write("c.watch", f"""settings
{BASE}
feed wire
 url {web.at('/feed')}
 every 1m
watch quiet
 country CHL
 mute 1h
 deliver stdout
watch many
 country CHL
 threshold 5 in 1h
 deliver stdout
watch few
 country CHL
 threshold 9 in 1h
 deliver stdout
watch unlike
 event SANCTION-expel
 surprise 2 a day
 deliver stdout
watch by-area
 event SANCTION
 place -60,-80,-50,-60
 deliver stdout
""")
    status, out, err = folder.run("watch", "c.watch", "--store", "s.db", "--for", "150m", clock=clock)
    check(status == 0, err)
    told = {}
    for a in alerts_of(out):
        told.setdefault(a["watch"], []).append(a)
    quiet = told.get("quiet", [])
    check(sum(a["count"] for a in quiet) == 12 and [a["count"] for a in quiet][0] == 1 and len(quiet) == 3,
          f"mute: {[(a['made'], a['count']) for a in quiet]}")
    many = [a["count"] for a in told.get("many", [])]
    check(many == [5, 5], f"threshold: {many}")
    check("few" not in told and "by-area" not in told, f"told: {sorted(told)}")
    unlike = told.get("unlike", [])
    check(len(unlike) == 1 and unlike[0]["kind"] == "surprise", f"surprise: {[a['title'] for a in unlike]}")
    print("surprise:", [a["title"] for a in unlike])


for test in (test_all_ways, test_examples, test_soon, test_nobody_listens, test_given_up, test_killed, test_rules):
    began = time.monotonic()
    with Folder() as place:
        test(place, Web())
    print(f"{test.__name__}: {time.monotonic() - began:.1f} s", flush=True)
end()
