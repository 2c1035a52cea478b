//! Cases to come with the first rules.
