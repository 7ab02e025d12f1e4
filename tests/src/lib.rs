//! Tests live in it/ and e2e/.
