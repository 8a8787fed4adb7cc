//! The one form in which a record is written, so that every byte of it counts.
//!
//! Keys in the order of their bytes, no space between anything, one line; the digest stands in front of what it is taken over:
//! `{"digest":"sha256:…","record":{…}}`. Anyone can take it again, with any tool, over what stands between `"record":` and the last `}`.

use serde_json::Value;
use sha2::{Digest, Sha256};

/// What the digest begins with.
const ALGORITHM: &str = "sha256:";

/// A record as written, and its digest.
pub struct Sealed {
    /// The whole file.
    pub bytes: Vec<u8>,
    /// The digest in it.
    pub digest: String,
}

/// Seals a record: the only bytes that say just this, and are unchanged.
pub fn seal(record: &Value) -> Sealed {
    let mut inside = Vec::new();
    write(record, &mut inside);
    let digest = Sha256::digest(&inside).iter().fold(ALGORITHM.to_owned(), |text, byte| format!("{text}{byte:02x}"));
    let mut bytes = format!("{{\"digest\":\"{digest}\",\"record\":").into_bytes();
    bytes.extend(inside);
    bytes.extend(b"}\n");
    Sealed { bytes, digest }
}

/// Writes a value. Keys are sorted here: whether a JSON map is sorted depends on how its crate was built.
fn write(value: &Value, into: &mut Vec<u8>) {
    match value {
        Value::Array(values) => {
            into.push(b'[');
            for (position, value) in values.iter().enumerate() {
                if position > 0 {
                    into.push(b',');
                }
                write(value, into);
            }
            into.push(b']');
        }
        Value::Object(entries) => {
            let mut entries: Vec<(&String, &Value)> = entries.iter().collect();
            entries.sort_unstable_by_key(|(key, _)| *key);
            into.push(b'{');
            for (position, (key, value)) in entries.into_iter().enumerate() {
                if position > 0 {
                    into.push(b',');
                }
                into.extend(Value::from(key.as_str()).to_string().into_bytes());
                into.push(b':');
                write(value, into);
            }
            into.push(b'}');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => into.extend(value.to_string().into_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_are_sorted_and_nothing_stands_between() {
        let sealed = seal(&json!({"b": [1, 2.5, null], "a": {"å": "\"", "z": true}}));
        let text = String::from_utf8(sealed.bytes).unwrap();
        let inside = r#"{"a":{"z":true,"å":"\""},"b":[1,2.5,null]}"#;
        assert_eq!(text, format!("{{\"digest\":\"{}\",\"record\":{inside}}}\n", sealed.digest));
    }

    #[test]
    fn the_digest_is_the_one_that_any_tool_takes() {
        // printf '[1]' | sha256sum
        let digest = "sha256:080a9ed428559ef602668b4c00f114f1a11c3f6b02a435f0bdc154578e4d7f22";
        assert_eq!(seal(&json!([1])).digest, digest);
    }
}
