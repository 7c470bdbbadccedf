//! Each kind of damage, on its own, is named with its file and line, and nothing else is.

use std::fs;

use crate::{Bag, said};

/// Damages a bag of ours; what is then said, errors and warnings.
fn after(damage: impl FnOnce(&Bag)) -> (Vec<String>, Vec<String>) {
    let bag = Bag::ours();
    damage(&bag);
    let found = bag.verify();
    assert_eq!(found.is_valid(), found.errors.is_empty());
    (said(&found.errors), said(&found.warnings))
}

/// Damage that is one error or several, and no warning.
#[track_caller]
fn errors(damage: impl FnOnce(&Bag), expected: &[&str]) {
    let (errors, warnings) = after(damage);
    assert_eq!(errors, expected);
    assert_eq!(warnings, [""; 0]);
}

/// What is tolerated with warnings.
#[track_caller]
fn warnings(damage: impl FnOnce(&Bag), expected: &[&str]) {
    let (errors, warnings) = after(damage);
    assert_eq!(warnings, expected);
    assert_eq!(errors, [""; 0]);
}

const BOTH: &str = "manifest-sha256.txt, manifest-sha512.txt";

fn both_manifests(bag: &Bag, change: impl Fn(String, &str) -> String) {
    for algorithm in ["sha256", "sha512"] {
        bag.edit(&format!("manifest-{algorithm}.txt"), |text| change(text, algorithm));
    }
}

#[test]
fn a_changed_byte_in_the_payload() {
    errors(
        |bag| {
            fs::write(bag.at("data/statement.txt"), b"We heard the shots at about twelve.\n")
                .unwrap()
        },
        &[
            "data/statement.txt: does not have the sha256 checksum that manifest-sha256.txt says on line 3",
            "data/statement.txt: does not have the sha512 checksum that manifest-sha512.txt says on line 3",
        ],
    );
}

#[test]
fn a_truncated_file_shows_in_the_sum_of_lengths_too() {
    let (errors, _) = after(|bag| fs::write(bag.at("data/statement.txt"), b"We").unwrap());
    assert_eq!(errors.len(), 3);
    assert_eq!(errors[0], "bag-info.txt, line 5: Payload-Oxum says 82.4, and the payload is 48.4");
}

#[test]
fn a_missing_file() {
    let (errors, _) = after(|bag| fs::remove_file(bag.at("data/statement.txt")).unwrap());
    assert_eq!(
        errors,
        [
            "bag-info.txt, line 5: Payload-Oxum says 82.4, and the payload is 46.3".to_owned(),
            format!("data/statement.txt: is listed in {BOTH} and is missing"),
        ]
    );
}

#[test]
fn a_file_that_is_not_listed() {
    let (errors, _) = after(|bag| fs::write(bag.at("data/extra"), b"").unwrap());
    assert_eq!(
        errors,
        [
            "bag-info.txt, line 5: Payload-Oxum says 82.4, and the payload is 82.5".to_owned(),
            format!("data/extra: is not listed in {BOTH}"),
        ]
    );
}

#[test]
fn a_file_that_one_manifest_does_not_list() {
    errors(
        |bag| {
            bag.edit("manifest-sha256.txt", |text| {
                text.lines().skip(1).map(|l| format!("{l}\n")).collect()
            })
        },
        &["data/empty: is not listed in manifest-sha256.txt"],
    );
}

#[test]
fn a_changed_tag_file() {
    errors(
        |bag| fs::write(bag.at("custody.json"), b"[1]").unwrap(),
        &[
            "custody.json: does not have the sha256 checksum that tagmanifest-sha256.txt says on line 3",
            "custody.json: does not have the sha512 checksum that tagmanifest-sha512.txt says on line 3",
        ],
    );
}

#[test]
fn a_missing_tag_file() {
    errors(
        |bag| fs::remove_file(bag.at("custody.json")).unwrap(),
        &[
            "custody.json: is listed in tagmanifest-sha256.txt, tagmanifest-sha512.txt and is missing",
        ],
    );
}

#[test]
fn no_declaration_no_payload_folder_no_manifests() {
    let (errors, _) = after(|bag| {
        fs::remove_file(bag.at("bagit.txt")).unwrap();
        bag.list_tags();
    });
    assert_eq!(errors, ["bagit.txt: is missing, and every bag has it"]);
    let (errors, _) = after(|bag| fs::remove_dir_all(bag.at("data")).unwrap());
    assert!(errors.contains(&"data: is missing, and every bag has it".to_owned()));
    let (errors, _) = after(|bag| {
        fs::remove_file(bag.at("manifest-sha256.txt")).unwrap();
        fs::remove_file(bag.at("manifest-sha512.txt")).unwrap();
        bag.list_tags();
    });
    assert_eq!(errors[0], ": there is no payload manifest");
}

#[test]
fn declarations_that_are_not_to_the_letter() {
    let version = "must be \"BagIt-Version: M.N\"";
    let encoding = "must be \"Tag-File-Character-Encoding: ENCODING\"";
    let second = "Tag-File-Character-Encoding: UTF-8";
    for (text, expected) in [
        (format!("BagIt-Version:  1.0\n{second}\n"), format!("bagit.txt, line 1: {version}")),
        (format!("BagIt-Version:1.0\n{second}\n"), format!("bagit.txt, line 1: {version}")),
        (format!("BagIt-Version : 1.0\n{second}\n"), format!("bagit.txt, line 1: {version}")),
        (format!("BagIt-Version: 1\n{second}\n"), format!("bagit.txt, line 1: {version}")),
        (
            format!("BagIt-Version: 1.1\n{second}\n"),
            "bagit.txt, line 1: version 1.1 is not one that this program knows (0.93 to 1.0)"
                .to_owned(),
        ),
        (
            format!("BagIt-Version: 0.92\n{second}\n"),
            "bagit.txt, line 1: version 0.92 is not one that this program knows (0.93 to 1.0)"
                .to_owned(),
        ),
        ("BagIt-Version: 1.0\n".to_owned(), format!("bagit.txt, line 2: {encoding}")),
        (
            "BagIt-Version: 1.0\nEncoding: UTF-8\n".to_owned(),
            format!("bagit.txt, line 2: {encoding}"),
        ),
        (
            "BagIt-Version: 1.0\nTag-File-Character-Encoding: EBCDIC-X\n".to_owned(),
            "bagit.txt, line 2: the encoding \"EBCDIC-X\" is not one that this program knows"
                .to_owned(),
        ),
        (
            format!("BagIt-Version: 1.0\n{second}\nMore: 1\n"),
            "bagit.txt, line 3: must have two lines and no more".to_owned(),
        ),
        (
            format!("\u{feff}BagIt-Version: 1.0\n{second}\n"),
            "bagit.txt: begins with a byte-order mark".to_owned(),
        ),
    ] {
        errors(|bag| bag.replace("bagit.txt", text.as_bytes()), &[&expected]);
    }
    warnings(
        |bag| bag.replace("bagit.txt", b"BagIt-version: 1.0\r\nTag-File-Character-Encoding: UTF-8"),
        &[
            "bagit.txt, line 1: the label is to be written \"BagIt-Version\"",
            "bagit.txt, line 2: the last line does not end with a line end",
        ],
    );
}

#[test]
fn byte_order_marks_and_bytes_that_are_not_text() {
    errors(
        |bag| bag.edit("manifest-sha256.txt", |text| format!("\u{feff}{text}")),
        &["manifest-sha256.txt: begins with a byte-order mark"],
    );
    let (errors, _) = after(|bag| bag.replace("bag-info.txt", b"Contact-Name: \xff\xfe\n"));
    assert_eq!(errors, ["bag-info.txt: is not text in UTF-8"]);
}

#[test]
fn lines_of_manifests_that_are_none() {
    errors(
        |bag| bag.edit("manifest-sha256.txt", |text| format!("{text}nothing\n# a remark\n")),
        &[
            "manifest-sha256.txt, line 5: must be a checksum, white space, and a path",
            "manifest-sha256.txt, line 6: \"#\" is not a checksum of sha256",
        ],
    );
    errors(
        |bag| {
            bag.edit("manifest-sha256.txt", |text| {
                let md5 = "d41d8cd98f00b204e9800998ecf8427e";
                format!("{text}{md5}  data/empty\n")
            })
        },
        &[
            "manifest-sha256.txt, line 5: \"d41d8cd98f00b204e9800998ecf8427e\" is not a checksum of sha256",
        ],
    );
}

#[test]
fn the_same_file_listed_twice() {
    let line = |bag: &Bag| bag.read("manifest-sha256.txt").lines().next().unwrap().to_owned();
    errors(
        |bag| {
            let line = line(bag);
            bag.edit("manifest-sha256.txt", |text| format!("{text}{line}\n"));
        },
        &["manifest-sha256.txt, line 5: lists \"data/empty\" again, after line 1"],
    );
    errors(
        |bag| {
            let line = line(bag);
            let other = line.replacen(&line[..1], if line.starts_with('0') { "1" } else { "0" }, 1);
            bag.edit("manifest-sha256.txt", |text| format!("{text}{other}\n"));
        },
        &["manifest-sha256.txt, line 5: lists \"data/empty\" with another checksum than on line 1"],
    );
}

#[test]
fn paths_that_lead_out_are_not_followed() {
    let sum = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    for (path, why) in [
        ("../outside", "leads out of the bag: it has a part \"..\""),
        ("data/../../outside", "leads out of the bag: it has a part \"..\""),
        ("data\\..\\..\\outside", "leads out of the bag: it has a part \"..\""),
        ("/etc/passwd", "leads out of the bag: it does not start in it"),
        ("~root/.bashrc", "leads out of the bag: it does not start in it"),
        ("C:\\autoexec.bat", "leads out of the bag: it does not start in it"),
        ("\\\\?\\C:\\x", "leads out of the bag: it does not start in it"),
    ] {
        for manifest in ["manifest-sha256.txt", "tagmanifest-sha256.txt"] {
            let (errors, _) = after(|bag| {
                let text = format!("{}{sum}  {path}\n", bag.read(manifest));
                fs::write(bag.at(manifest), text).unwrap();
                if manifest.starts_with('m') {
                    bag.list_tags();
                }
            });
            let line = if manifest.starts_with('m') { 5 } else { 7 };
            assert_eq!(errors, [format!("{manifest}, line {line}: the path {path:?} {why}")]);
        }
    }
}

#[test]
fn files_in_the_wrong_kind_of_manifest() {
    errors(
        |bag| {
            both_manifests(bag, |text, algorithm| {
                let sum = if algorithm == "sha256" {
                    crate::sha256(b"[]\n")
                } else {
                    crate::sha512(b"[]\n")
                };
                format!("{text}{sum}  custody.json\n")
            })
        },
        &[
            "manifest-sha256.txt, line 5: names \"custody.json\", which is not in data/",
            "manifest-sha512.txt, line 5: names \"custody.json\", which is not in data/",
        ],
    );
    let add = |name: &'static str| {
        move |bag: &Bag| {
            let content = fs::read(bag.at(name)).unwrap();
            for (file, sum) in [
                ("tagmanifest-sha256.txt", crate::sha256(&content)),
                ("tagmanifest-sha512.txt", crate::sha512(&content)),
            ] {
                let text = format!("{}{sum}  {name}\n", bag.read(file));
                fs::write(bag.at(file), text).unwrap();
            }
        }
    };
    errors(
        add("data/empty"),
        &[
            "tagmanifest-sha256.txt, line 7: names \"data/empty\", which is in data/: a tag manifest lists no payload",
            "tagmanifest-sha512.txt, line 7: names \"data/empty\", which is in data/: a tag manifest lists no payload",
        ],
    );
    let (errors, _) = after(add("tagmanifest-sha256.txt"));
    assert!(errors.contains(
        &"tagmanifest-sha512.txt, line 7: names \"tagmanifest-sha256.txt\": a tag manifest lists no tag manifest".to_owned()
    ), "{errors:?}");
}

#[test]
fn tag_manifests_that_are_incomplete() {
    errors(
        |bag| {
            for file in ["tagmanifest-sha256.txt", "tagmanifest-sha512.txt"] {
                let kept = bag.read(file);
                let kept = kept.lines().filter(|line| !line.ends_with("manifest-sha512.txt"));
                fs::write(bag.at(file), kept.map(|line| format!("{line}\n")).collect::<String>())
                    .unwrap();
            }
        },
        &[
            "tagmanifest-sha256.txt: does not list \"manifest-sha512.txt\"",
            "tagmanifest-sha512.txt: does not list \"manifest-sha512.txt\"",
        ],
    );
    warnings(
        |bag| fs::write(bag.at("beside.txt"), b"").unwrap(),
        &[
            "beside.txt: is not listed in tagmanifest-sha256.txt",
            "beside.txt: is not listed in tagmanifest-sha512.txt",
        ],
    );
    warnings(
        |bag| fs::remove_file(bag.at("tagmanifest-sha512.txt")).unwrap(),
        &["tagmanifest-sha256.txt: the payload manifests use other algorithms"],
    );
}

#[test]
fn algorithms_that_nobody_verifies() {
    errors(
        |bag| bag.replace("manifest-blake2b.txt", b"00  data/empty\n"),
        &[
            "manifest-blake2b.txt: the algorithm \"blake2b\" is not one that this program knows, so nothing in it was verified",
        ],
    );
}

#[test]
fn a_folder_listed_as_a_file() {
    let sum = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    errors(
        |bag| bag.edit("manifest-sha256.txt", |text| format!("{text}{sum}  data/photographs\n")),
        &["data/photographs: is a folder, and manifest-sha256.txt, line 5 lists it as a file"],
    );
}

#[cfg(unix)]
#[test]
fn links_and_special_files() {
    use std::os::unix::fs::symlink;
    let replace = |target: &'static str| {
        move |bag: &Bag| {
            fs::remove_file(bag.at("data/empty")).unwrap();
            symlink(target, bag.at("data/empty")).unwrap();
        }
    };
    let out = "data/empty: is a link that leads out of the bag, to a folder, or nowhere";
    for target in ["/etc/passwd", "../../outside", "nowhere", "photographs"] {
        let (errors, _) = after(|bag| {
            fs::write(bag.path.with_file_name("outside"), b"").unwrap();
            replace(target)(bag);
        });
        assert_eq!(errors[1..], [out], "{target}");
    }
    let (errors, warnings) = after(replace("statement.txt"));
    assert_eq!(warnings, ["data/empty: is a link, which a copy may lose"]);
    assert_eq!(errors.len(), 3, "its content is another's: {errors:?}");
    // A pipe would be waited for without end.
    let (errors, _) = after(|bag| {
        fs::remove_file(bag.at("data/empty")).unwrap();
        let made = std::process::Command::new("mkfifo").arg(bag.at("data/empty")).status();
        assert!(made.unwrap().success());
    });
    assert_eq!(errors[1..], ["data/empty: is neither a file nor a folder"]);
}

#[test]
fn metadata_that_is_not_to_the_letter() {
    let add = |lines: &'static str| {
        move |bag: &Bag| bag.edit("bag-info.txt", |text| format!("{text}{lines}"))
    };
    let line = "must be a label, a colon, a space, and a value";
    errors(add("no colon\n"), &[&format!("bag-info.txt, line 6: {line}")]);
    errors(add("Contact-Name:Jane\n"), &[&format!("bag-info.txt, line 6: {line}")]);
    errors(add(": Jane\n"), &[&format!("bag-info.txt, line 6: {line}")]);
    errors(
        add("Contact-Name : Jane\n"),
        &["bag-info.txt, line 6: has white space around the label \"Contact-Name \""],
    );
    errors(
        add("payload-oxum: 82.4\n"),
        &["bag-info.txt, line 6: Payload-Oxum is given more than once"],
    );
    errors(
        |bag| bag.edit("bag-info.txt", |text| text.replace("82.4", "83")),
        &[
            "bag-info.txt, line 5: Payload-Oxum must be bytes, a point, and the number of files, not \"83\"",
        ],
    );
    errors(
        |bag| bag.edit("bag-info.txt", |text| text.replace("82.4", "84.4")),
        &["bag-info.txt, line 5: Payload-Oxum says 84.4, and the payload is 82.4"],
    );
    errors(
        |bag| bag.edit("bag-info.txt", |text| format!("  indented\n{text}")),
        &[&format!("bag-info.txt, line 1: {line}")],
    );
    warnings(
        add("Bagging-Date: 20 Dec 2011\nBag-Count: many\nContact-Name: \n"),
        &[
            "bag-info.txt, line 6: Bagging-Date is given more than once",
            "bag-info.txt, line 6: Bagging-Date must be a date like 2011-12-16, not \"20 Dec 2011\"",
            "bag-info.txt, line 7: Bag-Count must be like \"1 of 2\" or \"3 of ?\", not \"many\"",
            "bag-info.txt, line 8: Contact-Name has no value",
        ],
    );
}

#[test]
fn what_is_to_be_fetched() {
    let (errors, _) = after(|bag| {
        fs::remove_file(bag.at("data/empty")).unwrap();
        bag.replace("fetch.txt", b"https://example.org/empty 0 data/empty\n");
    });
    assert_eq!(errors[1], "data/empty: is yet to be fetched (fetch.txt, line 1)");
    errors_of_fetch("https://example.org/x y data/empty\n", "\"y\" is neither a length nor \"-\"");
    errors_of_fetch(
        "https://example.org/x -1 data/empty\n",
        "\"-1\" is neither a length nor \"-\"",
    );
    errors_of_fetch("example.org/x - data/empty\n", "\"example.org/x\" is not an absolute URL");
    errors_of_fetch(
        "https://example.org/x -\n",
        "must be an absolute URL, a length or \"-\", and a path",
    );
    errors_of_fetch(
        "https://example.org/x - custody.json\n",
        "names \"custody.json\", which is not in data/",
    );
    errors_of_fetch(
        "https://example.org/x - ../x\n",
        "the path \"../x\" leads out of the bag: it has a part \"..\"",
    );
    let (errors, _) = after(|bag| bag.replace("fetch.txt", b"http://example.org/x - data/other\n"));
    assert_eq!(
        errors,
        [
            "fetch.txt, line 1: \"data/other\" is not listed in manifest-sha256.txt",
            "fetch.txt, line 1: \"data/other\" is not listed in manifest-sha512.txt",
        ]
    );
    warnings(
        |bag| bag.replace("fetch.txt", b"https://example.org/empty 7 data/empty\n"),
        &["fetch.txt, line 1: \"data/empty\" has 0 bytes, not 7"],
    );
}

#[track_caller]
fn errors_of_fetch(line: &str, expected: &str) {
    errors(
        |bag| bag.replace("fetch.txt", line.as_bytes()),
        &[&format!("fetch.txt, line 1: {expected}")],
    );
}

#[test]
fn percent_signs_and_roundabout_paths() {
    errors(
        |bag| {
            fs::rename(bag.at("data/empty"), bag.at("data/100%")).unwrap();
            both_manifests(bag, |text, _| text.replace("data/empty", "data/100%"));
        },
        &[
            "data/100%: is not listed in manifest-sha256.txt, manifest-sha512.txt",
            "manifest-sha256.txt, line 1: the path \"data/100%\" has a percent sign that is not written as %25",
            "manifest-sha512.txt, line 1: the path \"data/100%\" has a percent sign that is not written as %25",
        ],
    );
    warnings(
        |bag| {
            bag.edit("manifest-sha256.txt", |text| {
                text.replace("  data/empty", " \t./data//empty")
                    .replace("  data/statement", " *data/statement")
            })
        },
        &[
            "manifest-sha256.txt, line 1: the path \"./data//empty\" has parts that lead nowhere",
            "manifest-sha256.txt, line 3: has an asterisk before the path, which fails strict validation",
        ],
    );
}

#[test]
fn upper_case_checksums_and_other_line_ends_are_right() {
    warnings(
        |bag| {
            bag.edit("manifest-sha256.txt", |text| {
                text.lines()
                    .map(|l| format!("{}{}\r\n", l[..64].to_uppercase(), &l[64..]))
                    .collect()
            });
            bag.edit("manifest-sha512.txt", |text| text.replace('\n', "\r"));
        },
        &[],
    );
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_other_systems_cannot_tell_apart() {
    let add = |bag: &Bag, name: &str| {
        fs::write(bag.at("data").join(name), b"").unwrap();
        both_manifests(bag, |text, algorithm| {
            let sum = if algorithm == "sha256" { crate::sha256(b"") } else { crate::sha512(b"") };
            format!("{text}{sum}  data/{name}\n")
        });
        bag.edit("bag-info.txt", |text| {
            let files = text.split("82.").nth(1).unwrap().trim().parse::<u32>().unwrap();
            text.replace(&format!("82.{files}"), &format!("82.{}", files + 1))
        });
    };
    warnings(
        |bag| add(bag, "EMPTY"),
        &[
            "data/empty: \"data/empty\" differs from \"data/EMPTY\" only in case or in how letters are composed",
        ],
    );
    warnings(
        |bag| {
            add(bag, "caf\u{e9}");
            add(bag, "cafe\u{301}");
        },
        &[
            "data/café: \"data/café\" differs from \"data/cafe\\u{301}\" only in case or in how letters are composed",
        ],
    );
    warnings(
        |bag| {
            add(bag, "caf\u{e9}");
            fs::rename(bag.at("data/caf\u{e9}"), bag.at("data/cafe\u{301}")).unwrap();
        },
        &[
            "manifest-sha256.txt, line 5: \"data/café\" was found as \"data/cafe\\u{301}\"",
            "manifest-sha512.txt, line 5: \"data/café\" was found as \"data/cafe\\u{301}\"",
        ],
    );
    warnings(
        |bag| add(bag, "aux.txt"),
        &["data/aux.txt: has a name that Windows cannot have: \"aux.txt\""],
    );
}

#[test]
fn a_folder_that_is_not_there_is_an_error_of_its_own() {
    let bag = Bag::ours();
    assert!(onus_publish::bag::verify(&bag.at("nowhere")).is_err());
    assert!(onus_publish::bag::verify(&bag.at("bagit.txt")).is_err());
}
