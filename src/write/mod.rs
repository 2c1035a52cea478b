//! Stage 7 of 7: rows -> csv, jsonl.
