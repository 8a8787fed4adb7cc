//! Records that earlier versions wrote. This version reads them, and so does every later one: a new form gets a new file here, and no
//! file is ever written again.

use husrom::Allocation;
use husrom::record::{Record, RecordError};

const RECORD: &[u8] = include_bytes!("record-1.husrom");
const ALLOCATION: &[u8] = include_bytes!("allocation-1.json");

/// What a later version may see otherwise: how the program is written is not the record's to fix, and certificates count its rows.
const MAY_DIFFER: [&str; 2] = ["certificate", "derived"];

fn stands(record: &Record) {
    if let Err(error) = record.verify() {
        assert!(error.faults.iter().all(|fault| MAY_DIFFER.contains(&fault.code.as_str())), "{error}");
    }
}

#[test]
fn a_record_of_the_first_form_is_read() {
    let record = Record::from_bytes(RECORD).unwrap();
    assert_eq!(record.schema(), "husrom-record/1");
    assert_eq!(record.digest(), Some("sha256:981f01922f3400d7aa3f922e8851406d93f4b780591c6e5b5cbf258c002f12ec"));
    assert_eq!(record.versions().unwrap().husrom, "0.1.0");
    assert_eq!(record.made_at().unwrap().to_string(), "2026-11-24T09:30:00");
    assert_eq!(record.outcome().placements.len(), 5);
    assert_eq!(record.to_bytes(), RECORD);
    stands(&record);
    let values: Vec<(&str, i64)> = record.outcome().levels.iter().map(|level| (level.measure.as_str(), level.value)).collect();
    assert!(values.contains(&("housed(1)", 2)));
    assert!(record.resolve(Some(1)).is_ok());
}

#[test]
fn an_allocation_kept_before_there_were_records_is_read() {
    let record = Record::from_bytes(ALLOCATION).unwrap();
    assert_eq!((record.schema(), record.digest(), record.versions()), ("husrom-allocation/1", None, None));
    assert_eq!(record.outcome().placements, Record::from_bytes(RECORD).unwrap().outcome().placements);
    assert_eq!(Allocation::from_json(std::str::from_utf8(ALLOCATION).unwrap()).as_ref(), Ok(record.allocation()));
    assert!(!record.reasons().is_empty());
    stands(&record);
    // It bears no digest, and nothing pretends that it does.
    assert!(record.verify().map_or(true, |verified| !verified.is_sealed()));
    assert!(record.appeals_body().map_or(true, |view| view.view().unwrap().drawn_from.is_none()));
}

#[test]
fn another_version_may_say_a_reason_in_other_words_but_no_other_reason() {
    let faults = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut file: serde_json::Value = serde_json::from_slice(ALLOCATION).unwrap();
        change(&mut file);
        let verified = Record::from_bytes(file.to_string()).unwrap().verify();
        let faults = verified.map_or_else(|error| error.faults, |_| Vec::new());
        faults.iter().any(|fault| fault.place == "outcome.unplaced")
    };
    fn reason(file: &mut serde_json::Value) -> &mut serde_json::Value {
        &mut file["outcome"]["unplaced"][0]["reason"]
    }
    assert!(!faults(&|_| {}));
    assert!(!faults(&|file| reason(file)["nb"] = "Sagt på en annen måte".into()));
    assert!(faults(&|file| reason(file)["code"] = "no_homes".into()));
}

#[test]
fn a_form_that_is_not_known_yet_is_said_to_be_newer() {
    let later = String::from_utf8(RECORD.to_vec()).unwrap().replace("husrom-record/1", "husrom-record/2");
    assert_eq!(Record::from_bytes(&later), Err(RecordError::Changed));
    let mut file: serde_json::Value = serde_json::from_slice(RECORD).unwrap();
    file["record"]["schema"] = "husrom-record/2".into();
    file["digest"] = "sha256:fa97b5dde47d18978540dd4f076bb6ee285276da6de623aadf5b06bade12c245".into();
    assert_eq!(Record::from_bytes(file.to_string()), Err(RecordError::Newer("husrom-record/2".to_owned())));
}
