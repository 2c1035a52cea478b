//! Tokens -> named evidence for PERSON, PLACE, ORG and NORP.
