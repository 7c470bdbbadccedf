//! Measures a case of any size: made, opened, read, searched, verified.
//!
//! ```text
//! cargo run --release -p onus-invented --example scale -- [CLAIMS [RECORDS [SOURCES]]] [--keep FOLDER] [--only PART] \
//!     [--commit CLAIMS]
//! ```
//!
//! Run by hand; one line a figure. With `--keep` the case stays, and is used again when it is there. With `--only`
//! one part is measured: `ask`, `answers`, `give`, `verify` or `destroy`.

#![allow(clippy::unwrap_used, reason = "a measurement stops where something is not as expected")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use onus_case::{
    CaseReader, Erasing, ErasureClass, GivenLevel, GivingTo, Loaded, Making, Now, OpenCase, Role,
};
use onus_invented::{Invented, Random, Size};
use onus_model::view::View;
use onus_reason::Part;
use onus_store::{DeviceHome, KeyCost, OsEntropy, Passphrase};

/// Claims in one commit, if nothing else is said.
const COMMIT: usize = 10_000;

const PASSPHRASE: &str = "correct horse battery staple";

fn say(what: &str, figure: impl std::fmt::Display) {
    println!("{what:<52} {figure}");
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let (start, used) = (Instant::now(), processor());
    let done = work();
    let used = processor().saturating_sub(used);
    say(what, format!("{:.1?} ({used:.1?} of a processor)", start.elapsed()));
    done
}

fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.unwrap_or("unknown").trim().to_owned()
}

fn make(folder: &Path, size: Size, commit: usize) {
    let passphrase = Passphrase::new(PASSPHRASE).unwrap();
    let home = DeviceHome::at(folder.join("home"));
    let path = folder.join("case.onus");
    let making = Making {
        path: &path,
        passphrase: &passphrase,
        cost: KeyCost::CHEAP,
        home: &home,
        member: "Amina",
    };
    let mut entropy = OsEntropy;
    let mut now = Now { seconds: 1_700_000_000, entropy: &mut entropy };
    let mut case = OpenCase::create(&making, &mut now).unwrap().0;
    let member = case.case().author().unwrap().member;
    let schema = case.case().schema().clone();
    let mut invented = Invented::new(&schema, size, member, 1);
    let (mut claims, mut spent, mut used) = (0, Duration::ZERO, Duration::ZERO);
    while let Some(edit) = invented.edit(commit) {
        let (start, before) = (Instant::now(), processor());
        now.seconds += 1;
        let committed = case.commit(&edit, &mut now).unwrap();
        let last = processor().saturating_sub(before);
        spent += start.elapsed();
        used += last;
        claims += committed.claims.len();
        invented.committed(&committed.claims);
        if claims % 100_000 < edit.claims.len() {
            let rate = edit.claims.len() as f64 / last.as_secs_f64();
            say(&format!("  {claims} claims, the last commit at"), format!("{rate:.0} claims/s"));
        }
    }
    let (rate, own) = (claims as f64 / spent.as_secs_f64(), claims as f64 / used.as_secs_f64());
    say("claims", claims);
    say("records", invented.made().len());
    say("bulk commit, all in", format!("{rate:.0} claims/s, {own:.0} a processor second"));
    drop(case);
    let bytes = std::fs::metadata(path.join("case.db")).unwrap().len();
    say("database", format!("{} MB, {} bytes a claim", bytes >> 20, bytes / claims as u64));
}

fn open(folder: &Path) -> OpenCase {
    let home = DeviceHome::at(folder.join("home"));
    let path = folder.join("case.onus");
    let passphrase = Passphrase::new(PASSPHRASE).unwrap();
    let unlocked =
        timed("unlock (Argon2, cheap)", || OpenCase::unlock(&path, &passphrase, &home).unwrap());
    let start = Instant::now();
    let open = OpenCase::open(&path, unlocked, &home, Duration::from_secs(1)).unwrap();
    say("open", format!("{:.1?}", start.elapsed()));
    {
        let stored = open.case().read().unwrap();
        let loaded = Loaded::lazily(&stored);
        let look = loaded.look(View::default());
        // Handles are numbered over all types; of any hundred records about half are persons.
        let record = (100..200).find_map(|number| look.record_of(&format!("person-{number}")));
        let properties = record.map_or(0, |record| look.corpus().properties_of(record).count());
        loaded.check().unwrap();
        say(
            "cold open to first record, beyond Argon2",
            format!("{:.1?} ({properties} properties)", start.elapsed()),
        );
    }
    open
}

/// What this process has used of the processors. Where others use them too, this is what tells.
fn processor() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// The time that most of some take, and the longest.
fn of_many(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    if let (Some(median), Some(most)) = (times.get(times.len() / 2), times.last()) {
        let far = times[times.len() * 95 / 100];
        say(what, format!("median {median:.1?}, 95 of 100 within {far:.1?}, most {most:.1?}"));
    }
}

/// Standards asked of single records, each read anew, then of the whole case.
fn findings(stored: &dyn CaseReader, random: &mut Random) {
    let standards = onus_reason::Standards::built_in(stored.schema()).unwrap();
    let (mut asked, mut found) = (Vec::new(), 0);
    for record_type in standards.types() {
        let records = stored.records_of_type(record_type.as_str()).unwrap();
        for _ in 0..10 {
            let Some(record) = random.pick(&records) else { break };
            let loaded = Loaded::lazily(stored);
            let look = loaded.look(View::default());
            let start = Instant::now();
            let filter =
                onus_reason::FindingsFilter { record: Some(*record), ..Default::default() };
            let answer = onus_reason::findings(&look, &standards, &filter).unwrap();
            asked.push(start.elapsed());
            found += answer.entries.len();
            loaded.check().unwrap();
        }
    }
    of_many(&format!("standards asked of one record ({found} findings)"), asked);
}

/// What is drawn up from the whole case.
fn answers(open: &OpenCase) {
    let stored = open.case().read().unwrap();
    findings(&stored, &mut Random::new(7));
    let loaded = Loaded::lazily(&stored);
    let look = loaded.look(View::default());
    let said = timed("every statement with what stands beside it", || {
        onus_reason::statements(&look, &onus_reason::StatementsFilter::default())
    });
    say("  statements", said.entries.len() + said.others);
    loaded.check().unwrap();
    let part = Part { after: said.total / 2, most: 100 };
    let loaded = Loaded::lazily(&stored);
    let look = loaded.look(View::default());
    timed("a hundred statements from the middle", || {
        onus_reason::statements(
            &look,
            &onus_reason::StatementsFilter { part, ..Default::default() },
        )
    });
    loaded.check().unwrap();
    let loaded = Loaded::lazily(&stored);
    let look = loaded.look(View::default());
    let some = timed("what followed a hundred acts, events and deaths", || {
        onus_reason::accountability(&look, None, Part { after: 100, most: 100 })
    });
    say("  of", some.total);
    loaded.check().unwrap();
    let loaded = Loaded::lazily(&stored);
    let look = loaded.look(View::default());
    let done = timed("what followed every act, event and death", || {
        onus_reason::accountability(&look, None, Part::ALL)
    });
    say("  ladders", done.ladders.len());
    let (mut steps, mut standings, mut posts, mut claims) = (0, 0, 0, 0);
    for ladder in &done.ladders {
        steps += ladder.steps.len();
        standings += ladder.standings.len();
        posts += ladder.standings.iter().map(|one| one.posts.len()).sum::<usize>();
        claims += ladder.standings.iter().map(|one| one.claims.len()).sum::<usize>();
    }
    say(
        "  steps, people, their posts, claims of these",
        format!("{steps}, {standings}, {posts}, {claims}"),
    );
    loaded.check().unwrap();
    let loaded = Loaded::lazily(&stored);
    let look = loaded.look(View::default());
    let standards = onus_reason::Standards::built_in(stored.schema()).unwrap();
    let all = timed("every standard asked of every record", || {
        onus_reason::findings(&look, &standards, &onus_reason::FindingsFilter::default()).unwrap()
    });
    say("  findings", all.entries.len());
    loaded.check().unwrap();
}

fn ask(open: &OpenCase) {
    let stored = open.case().read().unwrap();
    let people = stored.records_of_type("person").unwrap();
    let mut random = Random::new(7);
    let (mut read, mut resolved, mut shown, mut explained) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut claims, mut properties) = (0, 0);
    let mut used = [Duration::ZERO; 4];
    for _ in 0..100 {
        let record = *random.pick(&people).unwrap();
        let (start, before) = (Instant::now(), processor());
        claims += stored.claims_of(record).unwrap().len();
        read.push(start.elapsed());
        used[0] += processor().saturating_sub(before);

        let loaded = Loaded::lazily(&stored);
        let look = loaded.look(View::default());
        let (start, before) = (Instant::now(), processor());
        for property in look.corpus().properties_of(record) {
            for resolution in look.resolve(record, property) {
                std::hint::black_box(look.corpus().explain(&resolution));
            }
            resolved.push(start.elapsed());
            properties += 1;
        }
        used[1] += processor().saturating_sub(before);

        let loaded = Loaded::lazily(&stored);
        let look = loaded.look(View::default());
        let (start, before) = (Instant::now(), processor());
        std::hint::black_box(onus_reason::show(&look, record));
        shown.push(start.elapsed());
        used[2] += processor().saturating_sub(before);
        let question = onus_reason::Question::Record(record);
        let loaded = Loaded::lazily(&stored);
        let look = loaded.look(View::default());
        let (start, before) = (Instant::now(), processor());
        let _ = std::hint::black_box(onus_reason::why(&look, &question));
        explained.push(start.elapsed());
        used[3] += processor().saturating_sub(before);
        loaded.check().unwrap();
    }
    for (what, used) in ["reading", "resolving", "showing", "explaining"].iter().zip(used) {
        say(&format!("  {what} a record, of a processor"), format!("{:.2?}", used / 100));
    }
    {
        let loaded = Loaded::lazily(&stored);
        let look = loaded.look(View::default());
        let names: Vec<String> = people
            .iter()
            .step_by(people.len() / 50 + 1)
            .filter_map(|record| onus_reason::best_name(&look, *record))
            .collect();
        timed(&format!("finding {} names", names.len()), || {
            for name in &names {
                std::hint::black_box(onus_reason::find(&look, name));
            }
        });
        timed("a name that nobody has", || onus_reason::find(&look, "Zzyzx Qwrtp"));
        loaded.check().unwrap();
    }
    findings(&stored, &mut random);
    of_many(&format!("a record ({} claims on average)", claims / 100), read);
    of_many(
        &format!("a record resolved and explained, so far ({} properties)", properties / 100),
        resolved,
    );
    of_many("show of a record, cold", shown);
    of_many("why of a record, cold", explained);
}

/// Counts what it is given.
#[derive(Default)]
struct Counting(u64);

impl std::io::Write for Counting {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Bundles for a second device, and proofs.
fn give(case: &mut OpenCase) {
    let mut entropy = OsEntropy;
    let mut now = Now { seconds: 1_800_000_000, entropy: &mut entropy };
    let team = case.case().team().unwrap();
    let known = team.iter().find(|member| member.name.as_deref() == Some("Bek"));
    let to = match known {
        Some(member) => member.devices[0].device,
        None => {
            let passphrase = Passphrase::new("another battery staple horse").unwrap();
            case.add_member("Bek", Role::Reviewer, &passphrase, KeyCost::CHEAP, &mut now).unwrap()
        }
    };
    for all in [true, false] {
        let giving = GivingTo { to: [to].into(), level: Some(GivenLevel::Team), all };
        let mut counting = Counting::default();
        let what =
            if all { "bundle of everything" } else { "bundle of what was not shown to be there" };
        let given = timed(what, || case.give(&giving, &mut counting, &mut now).unwrap());
        say("  size", format!("{} MB, {} commits", counting.0 >> 20, given.commits));
    }
    // Proofs by their number of hashes, over as many entries as a chain of this case has, and a million.
    let chain = case.case().log().unwrap().len();
    for entries in [chain, 1_000_000] {
        let hashes: Vec<[u8; 32]> = (0..entries as u64)
            .map(|entry| onus_ledger::merkle::leaf_hash(&entry.to_be_bytes()))
            .collect();
        let inclusion = onus_ledger::merkle::inclusion(&hashes, entries / 3).unwrap();
        let consistency = onus_ledger::merkle::consistency(&hashes, entries / 3).unwrap();
        say(
            &format!("proofs over {entries} commits"),
            format!(
                "{} bytes of inclusion, {} of consistency",
                32 * inclusion.len(),
                32 * consistency.len()
            ),
        );
    }
}

/// Reading every stored byte of the log once and hashing it: what a verification cannot be faster than.
fn scan(case: &OpenCase) {
    let mut bytes = 0;
    timed("every stored leaf and claim read and hashed", || {
        use sha2::Digest;
        let mut hash = sha2::Sha256::new();
        let reader = case.case().rows();
        reader
            .each_leaf(onus_store::Place(0), &mut |(_, leaf)| {
                if let Some(opening) = &leaf.opening {
                    bytes += opening.content.len();
                    hash.update(&opening.content);
                }
                std::ops::ControlFlow::Continue(())
            })
            .unwrap();
        reader
            .each_claim(None, &mut |claim| {
                bytes += claim.body.len();
                hash.update(&claim.body);
                std::ops::ControlFlow::Continue(())
            })
            .unwrap();
        std::hint::black_box(hash.finalize());
    });
    say("  bytes", bytes);
}

/// Erasing one claim, and writing the case anew.
fn destroy(case: &mut OpenCase) {
    let mut entropy = OsEntropy;
    let mut now = Now { seconds: 1_800_000_100, entropy: &mut entropy };
    let mut last = None;
    case.case()
        .rows()
        .each_claim(None, &mut |claim| {
            last = Some(claim.id);
            std::ops::ControlFlow::Break(())
        })
        .unwrap();
    let erasing = Erasing {
        claims: last.into_iter().collect(),
        class: ErasureClass::Safety,
        consent: None,
        note: None,
    };
    timed("erasing one claim, the case written anew", || {
        case.erase(&erasing, Duration::from_secs(5), &mut now).unwrap()
    });
    timed("the case written anew under a fresh key", || {
        case.write_anew(Duration::from_secs(5), &mut now).unwrap()
    });
}

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut option = |name: &str| {
        let place = arguments.iter().position(|argument| argument == name)?;
        arguments.remove(place);
        Some(arguments.remove(place))
    };
    let (keep, only) = (option("--keep").map(PathBuf::from), option("--only"));
    let commit = option("--commit").map_or(COMMIT, |text| text.parse().unwrap());
    let wanted = |part: &str| only.as_ref().is_none_or(|only| only == part);
    let number = |place: usize| arguments.get(place).map(|text: &String| text.parse().unwrap());
    let mut size = Size::of_claims(number(0).unwrap_or(1_000_000));
    size.records = number(1).unwrap_or(size.records);
    size.sources = number(2).unwrap_or(size.sources);
    let temporary = tempfile::tempdir().unwrap();
    let folder = keep.clone().unwrap_or_else(|| temporary.path().to_path_buf());
    std::fs::create_dir_all(&folder).unwrap();
    if !folder.join("case.onus").exists() {
        make(&folder, size, commit);
        say("peak memory while making", peak_memory());
    }
    let mut case = open(&folder);
    case.keep_views(&onus_reason::VIEWS);
    let kept = timed("default views of every record", || case.refresh_views().unwrap());
    say("  records", kept);
    timed("skeleton", || {
        let skeleton = case.case().skeleton().unwrap();
        say("  claims in it", skeleton.len());
        say("  bytes a claim", size_of::<onus_store::SkeletonRow>());
    });
    if wanted("ask") {
        ask(&case);
    }
    if wanted("answers") {
        answers(&case);
    }
    if wanted("give") {
        give(&mut case);
    }
    if wanted("verify") {
        scan(&case);
        let verified = timed("verify", || case.case().verify().unwrap());
        say("  sound", format!("{} {:?}", verified.is_sound(), verified.wrong.first()));
        say("peak memory so far", peak_memory());
    }
    if wanted("destroy") {
        destroy(&mut case);
    }
    say("peak memory", peak_memory());
}
