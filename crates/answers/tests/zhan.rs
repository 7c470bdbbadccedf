mod support;
use onus_answers::*;
use support::*;
#[test]
fn zhan() {
    let rows = Rows::read(&std::fs::read_to_string("/tmp/zhan-rows.txt").unwrap());
    let case = rows.build(Variant::default());
    let id = |h: &str| record_id(Variant::default(), h);
    with_look(&case, |look| {
        let style = Style { width: Some(130), ..Style::default() };
        let t = std::time::Instant::now();
        println!("=== brief\n{}", brief::to_text(&brief::brief(look, &brief::BriefLimits::default()), look, &style));
        println!("{:?}", t.elapsed());
        println!("=== count\n{}", count::to_text(&count::count(look, "killed", None).unwrap(), look, &style));
        println!("{:?}", t.elapsed());
        println!("=== check\n{}", check::to_text(&check::check(look), look, &style));
        println!("{:?}", t.elapsed());
        println!("=== show\n{}", show::to_text(&show::show(look, id("tuletaeva")), look, &style));
        println!("=== list\n{}", list::to_text(&list::list(look, "decision", &[]).unwrap(), look, &style));
        println!("=== timeline\n{}", timeline::to_text(&timeline::timeline(look, &timeline::TimelineFilter::default()), look, &style));
        println!("{:?}", t.elapsed());
    });
}
