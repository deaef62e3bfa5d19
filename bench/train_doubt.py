#!/usr/bin/env python3
"""bench/train_doubt.py: what readers call right: the weights of a claim's confidence (src/code/doubt_table.c).

usage: bench/train_doubt.py [--build BUILD] [--held-out] [--out FILE]

What it needs: `make data score_features` done, ../shared/data/load, Python with numpy and scipy.

It learns from claims of the news load that readers marked (bench/marks/*.tsv), of those sources alone whose licence allows
it (LICENSED), and, with little weight, from the examples of knowledge/, which are right. Claims of the other sources
measure: --held-out prints what the weights are worth on them, and writes nothing. Deterministic: the same inputs give
the same bytes.
"""
import argparse, collections, csv, gzip, json, os, re, subprocess, sys
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"  # sums in one order: the same bytes again
import numpy as np
from scipy import optimize, sparse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import train_score  # noqa: E402

LOAD = os.path.join(HERE, "../../shared/data/load/news_load.jsonl.gz")
# Wikipedia's current events (CC BY-SA), Wikinews (CC BY), ECB+ (CC BY), the MUC reports (MIT, texts of the US government).
LICENSED = ("WCE", "WN", "ECB", "DEV", "TST1", "TST2")
LATEST = "load-300-10.tsv"  # drawn after the weights were learned: it measures, until there is a later one
LEAST, L2, OWN = 3, 90.0, 0.032  # claims that show a feature; how weights are held small; what an example of ours counts


def marks(latest):
    """(document, where its trigger starts, event) -> is it right? Of the latest sheet alone, or of all others."""
    out, folder = {}, os.path.join(HERE, "marks")
    for name in sorted(os.listdir(folder)):
        if name.endswith(".tsv") and (name == LATEST) == latest:
            with open(os.path.join(folder, name), encoding="utf-8", newline="") as f:
                for r in csv.DictReader(f, delimiter="\t"):
                    if r.get("start") and r.get("mark"):
                        out[r["doc"], int(r["start"].split(":")[1]), r["event"]] = r["mark"] == "right"
    return out


def describe(build, docs):
    lines = [json.dumps({k: d[k] for k in ("text", "title", "date") if d.get(k)}) for d in docs]
    share = f"{build}/share/masudi"
    done = subprocess.run([f"{build}/score_features", f"{share}/en.model", f"{share}/knowledge.msd", "claims"],
                          input="\n".join(lines) + "\n", capture_output=True, text=True)
    out = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode or len(out) != len(docs):
        sys.exit("score_features: " + done.stderr)
    return out


def marked_claims(build, latest=False):
    """[(source, claim, right)]"""
    mark, out = marks(latest), []
    wanted = {doc for doc, _, _ in mark}
    with gzip.open(LOAD, "rt", encoding="utf-8") as f:
        docs = [d for d in map(json.loads, f) if d["id"] in wanted]
    for d, claims in zip(docs, describe(build, docs)):
        for c in claims:
            right = mark.get((d["id"], c["start"], c["claim"]["event"]))
            if right is not None and c["claim"]["status"] == "actual":
                out.append((re.match(r"[A-Z]+[0-9]?", d["id"])[0], c, right))
    return out


def own_claims(build):
    texts = [t for t in train_score.examples() if t[1] == "example"]
    out = []
    for t, claims in zip(texts, describe(build, [{"text": t[0]} for t in texts])):
        wanted = {e["event"] for e in t[3]}
        out += [("own", c, True) for c in claims if c["claim"]["event"] in wanted]
    return out


class Model:
    def __init__(self, cases):
        count = collections.Counter(h for source, c, _ in cases if source != "own" for h in c["doubts"])
        names = sorted(h for h, n in count.items() if n >= LEAST)
        self.feature = {h: k for k, h in enumerate(names)}
        X, signs = self.see(cases)
        y = np.array([right for _, _, right in cases], dtype=float)
        weight = np.array([OWN if source == "own" else 1.0 for source, _, _ in cases])
        n, Xt = X.shape[1], X.T.tocsr()

        def loss(theta):
            w, v = theta[:n], theta[n:]
            z = X @ w + signs @ v
            p = 1 / (1 + np.exp(-z))
            g = weight * (p - y)
            val = (weight * (np.logaddexp(0, z) - y * z)).sum() + 0.5 * L2 * (w @ w + v[1:] @ v[1:])
            gv = signs.T @ g
            gv[1:] += L2 * v[1:]
            return val, np.concatenate([Xt @ g + L2 * w, gv])

        got = optimize.minimize(loss, np.zeros(n + signs.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
        self.sign = got[n:]
        # As the C table will have it: 93 steps a weight; features that say next to nothing are left out.
        self.scale = np.abs(got[:n]).max() / 45
        q = np.clip(np.rint(got[:n] / self.scale), -45, 45)
        self.feature = {h: k for k, h in enumerate(np.array(names)[q != 0])}
        self.q = q[q != 0]

    def see(self, cases):
        at = [(i, self.feature[h]) for i, (_, c, _) in enumerate(cases) for h in c["doubts"] if h in self.feature]
        i, j = zip(*at)
        X = sparse.csr_matrix((np.ones(len(i)), (i, j)), shape=(len(cases), len(self.feature)))
        return X, np.array([c["claim"]["signs"] for _, c, _ in cases])

    def sure(self, cases):
        X, signs = self.see(cases)
        return 1 / (1 + np.exp(-(X @ (self.q * self.scale) + signs @ self.sign)))


def auc(p, y):
    order = np.argsort(np.argsort(p)) + 1
    n1, n0 = y.sum(), (~y).sum()
    return (order[y].sum() - n1 * (n1 + 1) / 2) / max(n1 * n0, 1)


def report(name, p, y):
    shares = "  ".join(f"{k:.0%}: {y[np.argsort(-p)[:int(len(y) * k)]].mean():.3f}" for k in (1, 0.95, 0.9, 0.8, 0.7, 0.5))
    low = p < 0.58  # msdx_reject_below
    print(f"{name}: {len(y)} claims, {y.mean():.3f} right, told {p.mean():.3f}; calibration error {train_score.ece(p, y):.3f}; area "
          f"under the curve {auc(p, y):.3f}\n   right among the surest {shares}; {low.sum()} under 0.58, {y[low].mean() if low.any() else 0:.3f} of them right")


def write_table(path, model):
    names = sorted(model.feature)
    row = train_score.characters([model.q[model.feature[h]] for h in names])
    lines, line = [], ""
    for ch in re.findall(r"\\.|.", row):
        line += ch
        if len(line) > 100:
            lines.append(line)
            line = ""
    out = ["/* doubt_table.c: made by bench/train_doubt.py; see doc/score.md. */", '#include "code/score_table.h"', "", "/* clang-format off */",
           f"const uint32_t msdx_doubt_n_feature = {len(names)};", f"const double msdx_doubt_scale = {float(model.scale):.9g};",
           f"const uint32_t msdx_doubt_feature[{len(names)}] = {{", train_score.c_numbers(names, lambda v: f"0x{v:08x}"), "};",
           "const char msdx_doubt_weight[] ="] + [f'    "{t}"' for t in lines + [line]]
    out[-1] += ";"
    out += [f"const double msdx_doubt_sign[{len(model.sign)}] = {{", train_score.c_numbers(model.sign, lambda v: f"{v:.6g}"), "};",
            "/* clang-format on */", ""]
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(out))


def main():
    a = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1][7:])
    a.add_argument("--build", default="build")
    a.add_argument("--held-out", action="store_true")
    a.add_argument("--out", default=os.path.join(HERE, "../src/code/doubt_table.c"))
    a = a.parse_args()
    cases, own = marked_claims(a.build), own_claims(a.build)
    train = [c for c in cases if c[0] in LICENSED]
    model = Model(train + own)
    print(f"{len(model.feature)} features")
    for name, some in (("learned from", train), ("other sources", [c for c in cases if c[0] not in LICENSED]), ("examples of ours", own),
                       ("the latest draw", marked_claims(a.build, latest=True))):
        report(name, model.sure(some), np.array([right for _, _, right in some]))
    if not a.held_out:
        write_table(a.out, model)


if __name__ == "__main__":
    main()
