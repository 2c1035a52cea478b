#!/usr/bin/env python3
"""Make a large corpus by repeating given articles, so that speed and memory can be measured at any size.

usage: corpus.py ARTICLES... --megabytes N -o OUT.jsonl [--vary]

ARTICLES are text files, folders of them, or JSONL files with a "text" field (and "date" or "dct").  Each copy gets an id of its own.
--vary swaps digits inside the copies, so that no two copies have the same figures (caches of any kind gain nothing).
The corpus belongs outside the repository.
"""
import argparse, itertools, json, pathlib, random

def articles(paths):
    for path in map(pathlib.Path, paths):
        if path.is_dir():
            yield from articles(sorted(path.rglob("*.txt")))
        elif path.suffix == ".jsonl":
            for line in path.read_text(encoding="utf-8").split("\n"):
                if line.strip():
                    row = json.loads(line)
                    yield row["text"], row.get("date") or row.get("dct")
        else:
            yield path.read_bytes().decode("utf-8", "replace"), None

def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", nargs="+")
    parser.add_argument("--megabytes", type=float, required=True)
    parser.add_argument("-o", "--out", required=True)
    parser.add_argument("--vary", action="store_true")
    o = parser.parse_args()
    source, rng, written, limit = list(articles(o.articles)), random.Random(1), 0, o.megabytes * 1e6
    with open(o.out, "w", encoding="utf-8") as out:
        for n in itertools.count():
            text, date = source[n % len(source)]
            if o.vary and n >= len(source):
                text = "".join(rng.choice("123456789") if c in "23456789" else c for c in text)
            line = json.dumps({"id": f"a{n}", "text": text, "date": date}, ensure_ascii=False) + "\n"
            written += out.write(line)
            if written >= limit:
                break
    print(f"{o.out}: {n + 1} articles, {written / 1e6:.1f} million characters")

if __name__ == "__main__":
    main()
