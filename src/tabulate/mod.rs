//! Stage 6 of 7: mentions -> rows.
