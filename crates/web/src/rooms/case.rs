//! `/`: what the case says on one page.

use onus_pages::rooms::case::{Documents, case};

use crate::asked::{Asked, Reply};
use crate::desk::Desk;
use crate::documents as of;
use crate::refusal::Refusal;

pub(crate) fn show(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    let desk = &*desk;
    let (brief, statements, checks) = desk.see(|look| {
        let statements = of::statements(desk, look, &Asked::default())?;
        Ok((of::brief(desk, look, asked)?, statements, of::checks(desk, look, asked)?))
    })?;
    let documents = Documents {
        brief: &brief,
        statements: &statements,
        checks: &checks,
        all: asked.says("all"),
    };
    desk.page(|frame| case(frame, &documents))
}
