#!/usr/bin/env python3
"""Time `factbox extract` end to end: MB/s for each number of jobs, peak memory, memory as the corpus grows, start-up.

usage: end_to_end.py BINARY CORPUS.jsonl [--jobs 1,2] [--runs 5] [--small FILE] [--out DIR]

CORPUS comes from corpus.py.  One job is held to one core (`taskset`), so that "one core" means one.  Runs of the different job
numbers alternate, so that a noisy moment does not fall on one of them alone.  Prints a record in Markdown for benches/record/.
MB are 10^6 bytes of the input file.
"""
import argparse, os, pathlib, platform, shutil, statistics, subprocess, sys, tempfile, time

def run(command, cores):
    """Seconds and peak resident kilobytes of one run; the exit status must be 0."""
    began = time.monotonic()
    child = subprocess.Popen(command, preexec_fn=lambda: os.sched_setaffinity(0, cores))
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{command} ended with status {status}")
    return time.monotonic() - began, usage.ru_maxrss, usage.ru_utime + usage.ru_stime

def cpu():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()

def spread(values, digits=1):
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"

def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("--jobs", default="1,2")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--small", help="one small file, for start-up")
    parser.add_argument("--out", help="folder for the tables (default: a temporary one)")
    o = parser.parse_args()
    out = pathlib.Path(o.out or tempfile.mkdtemp(prefix="factbox-bench-"))
    jobs, cores = [int(j) for j in o.jobs.split(",")], sorted(os.sched_getaffinity(0))
    fields = ["--id", "id", "--text", "text", "--date", "date", "--format", "jsonl", "--quiet"]
    extract = lambda corpus, j: [o.binary, "extract", str(corpus), *fields, "-o", str(out / f"jobs{j}"), "--jobs", str(j)]
    tenth = out / "tenth.jsonl"
    out.mkdir(parents=True, exist_ok=True)
    size = o.corpus.stat().st_size
    with open(o.corpus, "rb") as source, open(tenth, "wb") as part:
        while part.tell() < size // 10:
            part.write(source.readline())
    seen = {j: [] for j in jobs}
    for _ in range(o.runs):
        for j in jobs:
            seen[j].append(run(extract(o.corpus, j), set(cores[:j])))
    version = subprocess.run([o.binary, "--version"], capture_output=True, text=True).stdout.strip()
    written = sum(f.stat().st_size for f in (out / f"jobs{jobs[0]}").iterdir())
    print(f"{version}, {time.strftime('%Y-%m-%d')}, {cpu()}, {len(cores)} cores, {platform.system()} {platform.release()}\n")
    print(f"`{' '.join(extract(o.corpus.name, 'N'))}`: {size / 1e6:.1f} MB in, {written / 1e6:.1f} MB of tables out; median of {o.runs} runs (least to most)\n")
    print("| jobs | MB/s | CPU seconds | peak memory, MB | the same on a tenth of the corpus, MB |\n|---|---|---|---|---|")
    speeds = {}
    for j in jobs:
        speeds[j] = [size / 1e6 / s for s, _, _ in seen[j]]
        _, less, _ = run(extract(tenth, j), set(cores[:j]))
        print(f"| {j} | {spread(speeds[j])} | {spread([c for _, _, c in seen[j]])} | {max(m for _, m, _ in seen[j]) / 1024:.0f} | {less / 1024:.0f} |")
    if len(jobs) > 1:
        print(f"\nWith {jobs[1]} jobs {statistics.median(speeds[jobs[1]]) / statistics.median(speeds[jobs[0]]):.2f} times as fast as with {jobs[0]}.")
    if o.small:
        times = [run([o.binary, "extract", o.small, "-o", str(out / "small"), "--quiet"], set(cores))[0] * 1000 for _ in range(21)]
        print(f"\nOne file of {os.path.getsize(o.small)} bytes, whole process: {spread(times)} ms.")
    if not o.out:
        shutil.rmtree(out)

if __name__ == "__main__":
    main()
