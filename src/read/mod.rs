//! Stage 1 of 7: paths, folders, stdin -> bytes.
