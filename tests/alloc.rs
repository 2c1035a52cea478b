//! The hot path does not allocate per token.
