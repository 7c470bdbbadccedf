mod support;
use onus_answers::*;
use support::*;
#[test]
fn probe() {
    with_invented(|look| {
        let style = Style { width: Some(110), ..Style::default() };
        for h in ["ines-vorn", "killed-ministry", "beating-vorn", "charge-vorn", "clash"] {
            println!("=== show {h}\n{}", show::to_text(&show::show(look, id(h)), look, &style));
        }
        println!("=== why\n{}", why::to_text(&why::why(look, &why::Question::Property(id("killed-both"), "figure".parse().unwrap())).unwrap(), look, &style));
        println!("=== count\n{}", count::to_text(&count::count(look, "killed", None).unwrap(), look, &style));
        println!("=== count\n{}", count::to_text(&count::count(look, "injured", Some(id("clash"))).unwrap(), look, &style));
        println!("=== compare\n{}", compare::to_text(&compare::compare(look, id("report"), id("news")).unwrap(), look, &style));
        println!("=== compare\n{}", compare::to_text(&compare::compare(look, id("league"), id("ministry")).unwrap(), look, &style));
        println!("=== list\n{}", list::to_text(&list::list(look, "tally", &["of=killed".into(), "figure>=5".into()]).unwrap(), look, &style));
        println!("=== list\n{}", list::to_text(&list::list(look, "person", &[]).unwrap(), look, &style));
        println!("=== timeline\n{}", timeline::to_text(&timeline::timeline(look, &timeline::TimelineFilter::default()), look, &style));
        println!("=== check\n{}", check::to_text(&check::check(look), look, &style));
        println!("=== brief\n{}", brief::to_text(&brief::brief(look, &brief::BriefLimits::default()), look, &style));
        println!("=== review\n{}", review::to_text(&review::review(look).unwrap(), look, &style));
        for q in ["Инес Ворн", "ines vorm", "Tarvell", "Ines", "zzz"] {
            println!("=== find {q}\n{}", find::to_text(&find::find(look, q), look, &style));
        }
    });
}
