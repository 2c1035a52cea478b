//! Stage 2 of 7: bytes -> documents.
