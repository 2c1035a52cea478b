#!/usr/bin/env python3
"""Time lists of the user's: compiling, opening from the cache and from a built file, extraction with and without, side by side.

usage: lists.py BINARY CORPUS.jsonl [--names 1000000] [--runs 3] [--folder DIR]

The names are made of given names, surnames and towns of gazetteers/, so that their words stand in news all the time, while hardly a
whole name does: the hard case for the look-up.  CORPUS comes from corpus.py.  Prints a record in Markdown for benches/record/.
"""
import argparse, csv, os, pathlib, platform, random, shutil, statistics, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent / "gazetteers"
SUFFIXES = "Group Holding Ltd Shipping Trading Bank Foundation Brothers".split()

def column(file, at=0):
    with open(ROOT / file, encoding="utf-8") as lines:
        return [line.rstrip("\n").split("\t")[at] for line in lines][1:]

def make(path, names):
    """A list of that many rows, the same at every call."""
    chance = random.Random(7)
    given, surnames = column("person/given.tsv"), column("person/surname.tsv")
    with open(path, "w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(["id", "name", "type", "country", "lat", "lon"])
        for i in range(names):
            first, last, kind = chance.choice(given).title(), chance.choice(surnames).title(), chance.random()
            if kind < 0.6:
                rows.writerow([f"P{i}", f"{first} {last}", "PERSON", chance.choice(["US", "DE", ""]), "", ""])
            elif kind < 0.9:
                rows.writerow([f"O{i}", f"{last} {chance.choice(surnames).title()} {chance.choice(SUFFIXES)}", "ORG", "", "", ""])
            else:
                rows.writerow([f"L{i}", f"{last} Bay", "PLACE", "", f"{chance.uniform(-80, 80):.4f}", f"{chance.uniform(-170, 170):.4f}"])

def timed(command):
    """Seconds of wall clock and of processor, and peak memory in MB."""
    began = time.monotonic()
    child = subprocess.Popen([str(c) for c in command], stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{command} ended with status {status}")
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000

def row(what, runs, unit=1000, name="ms"):
    walls = [wall * unit for wall, _, _ in runs]
    print(f"| {what} | {statistics.median(walls):.{0 if unit > 1 else 2}f} ({min(walls):.{0 if unit > 1 else 2}f} to "
          f"{max(walls):.{0 if unit > 1 else 2}f}) {name} | {max(memory for _, _, memory in runs):.0f} |")

def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("binary")
    arguments.add_argument("corpus")
    arguments.add_argument("--names", type=int, default=1_000_000)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--folder", default=tempfile.gettempdir())
    a = arguments.parse_args()
    folder = pathlib.Path(a.folder) / "factbox-lists"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    source, built, small = folder / "list.csv", folder / "list.gaz", folder / "one.txt"
    make(source, a.names)
    small.write_text("The mayor of Lima said nothing.\n")
    extract = [a.binary, "extract", small, "--quiet", "-o", folder / "one"]
    big = [a.binary, "extract", a.corpus, "--id", "id", "--text", "text", "--date", "date", "--format", "jsonl", "--quiet", "--jobs", "1", "-o", folder / "big"]
    build = [timed([a.binary, "gazetteer", "build", source, "-o", built]) for _ in range(a.runs)]
    cold = [timed(extract + ["--gaz", source, "--gaz-cache", folder / "cache"])]
    cached = [timed(extract + ["--gaz", source, "--gaz-cache", folder / "cache"]) for _ in range(a.runs)]
    opened, plain, without, beside = [], [], [], []
    for _ in range(a.runs):
        opened.append(timed(extract + ["--gaz", built]))
        plain.append(timed(extract))
        without.append(timed(big))
        beside.append(timed(big + ["--gaz", built]))
    mb = os.path.getsize(a.corpus) / 1e6
    print(f"{a.names} names, {os.path.getsize(source) / 1e6:.0f} MB of CSV, {os.path.getsize(built) / 1e6:.0f} MB compiled; "
          f"{time.strftime('%Y-%m-%d')}, {platform.system()} {platform.release()}, {os.cpu_count()} cores\n")
    print("| what | median (least to most) | peak memory, MB |\n|---|---|---|")
    row("`gazetteer build`, whole process", build, 1, "s")
    row("a file of one line with the list as CSV, not yet in the cache", cold, 1, "s")
    row("the same from the cache", cached)
    row("the same with the built `.gaz`", opened)
    row("the same without a list", plain)
    for what, runs in [("without a list", without), ("with the list", beside)]:
        cpu = statistics.median(cpu for _, cpu, _ in runs)
        print(f"| {mb:.0f} MB, one job, {what}: {mb / cpu:.2f} MB in a second of processor time | {statistics.median(w for w, _, _ in runs):.2f} s "
              f"| {max(memory for _, _, memory in runs):.0f} |")
    shutil.rmtree(folder)

main()
