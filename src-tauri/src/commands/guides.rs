//! The guides and the search over the wire.

use backstride_content::drawings::Drawing;
use backstride_content::guides::{self, Block, Guide, Inline, Section, Tone, asked};
use backstride_content::search::{Hit, Kind, Piece};
use backstride_content::sources::{Quality, Source};
use backstride_draw::Palette;
use serde::Serialize;

use super::exercises::{self, PoseView};
use crate::ipc_error::{ErrorCode, IpcError};
use crate::knowledge;

/// A guide as it stands in a list.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GuideCardView {
    slug: String,
    title: String,
    summary: String,
    topics: Vec<String>,
    minutes: u32,
    /// `YYYY-MM-DD`
    reviewed: String,
}

/// A whole guide.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GuideView {
    slug: String,
    title: String,
    summary: String,
    topics: Vec<String>,
    minutes: u32,
    /// `YYYY-MM-DD`
    reviewed: String,
    /// `YYYY-MM-DD`: from the day after on, the text may be out of date.
    review_by: String,
    sections: Vec<SectionView>,
    blocks: Vec<BlockView>,
    sources: Vec<SourceView>,
    /// The slug of the guide to read after this one; the last has none.
    next: Option<String>,
    /// The slugs of other guides on the same matter, the closest first.
    related: Vec<String>,
}

/// A place in a guide.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SectionView {
    id: String,
    title: String,
}

/// What a note is for.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NoteTone {
    /// Something to try.
    Try,
    /// Something people are told.
    Heard,
    /// When to get help.
    Help,
    /// Anything else.
    Plain,
}

/// A block of text.
#[derive(Debug, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum BlockView {
    /// A heading.
    Heading {
        id: String,
        level: u8,
        inlines: Vec<InlineView>,
    },
    /// A paragraph.
    Paragraph {
        inlines: Vec<InlineView>,
        /// The exercises it leads to, to be shown below it.
        exercises: Vec<ShownExerciseView>,
    },
    /// A list; each item is blocks of its own.
    List {
        ordered: bool,
        items: Vec<Vec<BlockView>>,
        /// What each item asks, where the list is one of questions to take along; otherwise empty.
        questions: Vec<String>,
    },
    /// A box set apart from the text.
    Note {
        tone: NoteTone,
        title: String,
        blocks: Vec<BlockView>,
    },
    /// A drawing with its words.
    Drawing { drawing: DrawingView },
}

/// An exercise as a guide shows it.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ShownExerciseView {
    slug: String,
    title: String,
    form: String,
    poses: Vec<PoseView>,
}

/// A drawing.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DrawingView {
    slug: String,
    title: String,
    caption: String,
    svg: String,
    parts: Vec<DrawingPartView>,
}

/// A part of a drawing that can be pointed at.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DrawingPartView {
    id: String,
    name: String,
    text: String,
}

/// A run of words.
#[derive(Debug, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum InlineView {
    /// Plain words.
    Text { text: String },
    /// Important words.
    Strong { inlines: Vec<InlineView> },
    /// Stressed words.
    Emphasis { inlines: Vec<InlineView> },
    /// A way to a place in the program, `#/...`.
    Link {
        to: String,
        inlines: Vec<InlineView>,
    },
    /// A mark that leads to a source.
    Cite { id: String, number: u32 },
}

/// How close a source is to what it reports.
#[derive(Debug, Serialize, specta::Type)]
pub(crate) enum QualityView {
    /// The study or the public body itself.
    P,
    /// A summary of it.
    S,
    /// A copy of it.
    M,
}

/// A source.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SourceView {
    id: String,
    title: String,
    publisher: String,
    year: Option<u16>,
    address: String,
    quality: QualityView,
}

/// What was found.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum HitKind {
    /// A guide.
    Guide,
    /// An exercise.
    Exercise,
    /// A sign that needs help.
    Help,
    /// A question of the check.
    Question,
}

/// Something found.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SearchHitView {
    kind: HitKind,
    slug: String,
    title: String,
    snippet: Vec<SnippetView>,
}

/// A part of a snippet.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SnippetView {
    text: String,
    /// Whether it is what was looked for.
    hit: bool,
}

/// Every guide, in the order in which they are best read.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn guides_list() -> Result<Vec<GuideCardView>, IpcError> {
    Ok(knowledge::bundle().guides.iter().map(card).collect())
}

/// One guide.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn guides_get(slug: String) -> Result<GuideView, IpcError> {
    let guide = knowledge::bundle().guide(&slug);
    guide.map(whole).ok_or(IpcError::of(ErrorCode::NotFound))
}

/// What the guides, the exercises and the help-now list have on this.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn guides_search(query: String) -> Result<Vec<SearchHitView>, IpcError> {
    Ok(knowledge::find(&query)?.into_iter().map(found).collect())
}

/// Sources look the same wherever they stand.
pub(crate) fn sources(sources: &[Source]) -> Vec<SourceView> {
    let each = sources.iter();
    each.map(|source| SourceView {
        id: source.id.clone(),
        title: source.title.clone(),
        publisher: source.publisher.clone(),
        year: source.year,
        address: source.address.clone(),
        quality: match source.quality {
            Quality::Primary => QualityView::P,
            Quality::Summary => QualityView::S,
            Quality::Mirror => QualityView::M,
        },
    })
    .collect()
}

fn card(guide: &Guide) -> GuideCardView {
    GuideCardView {
        slug: guide.slug.clone(),
        title: guide.title.clone(),
        summary: guide.summary.clone(),
        topics: guide.topics.clone(),
        minutes: guide.minutes,
        reviewed: guide.reviewed.clone(),
    }
}

fn whole(guide: &Guide) -> GuideView {
    let GuideCardView {
        slug,
        title,
        summary,
        topics,
        minutes,
        reviewed,
    } = card(guide);
    GuideView {
        slug,
        title,
        summary,
        topics,
        minutes,
        reviewed,
        review_by: guide.review_by(),
        sections: guide.sections.iter().map(section).collect(),
        blocks: text(guide),
        sources: sources(&guide.sources),
        next: guide.next.clone(),
        related: guide.related.clone(),
    }
}

fn section(section: &Section) -> SectionView {
    SectionView {
        id: section.id.clone(),
        title: section.title.clone(),
    }
}

/// The blocks of a guide; in the sections that hold questions to take along, each list of them says so.
fn text(guide: &Guide) -> Vec<BlockView> {
    let mut asking = false;
    let blocks = guide.blocks.iter();
    blocks
        .map(|of| {
            if let Block::Heading { id, level: 2, .. } = of {
                asking = guide.questions.contains(id);
            }
            block(of, asking)
        })
        .collect()
}

fn block(of: &Block, asking: bool) -> BlockView {
    match of {
        Block::Heading { id, level, inlines } => BlockView::Heading {
            id: id.clone(),
            level: *level,
            inlines: runs(inlines),
        },
        Block::Paragraph { inlines } => BlockView::Paragraph {
            inlines: runs(inlines),
            exercises: guides::exercises(inlines)
                .into_iter()
                .filter_map(|(slug, form)| shown_exercise(slug, form))
                .collect(),
        },
        Block::List { ordered, items } => BlockView::List {
            ordered: *ordered,
            items: items
                .iter()
                .map(|item| item.iter().map(|of| block(of, false)).collect())
                .collect(),
            questions: asked(items).filter(|_| asking).unwrap_or_default(),
        },
        Block::Note {
            tone,
            title,
            blocks,
        } => BlockView::Note {
            tone: match tone {
                Tone::Try => NoteTone::Try,
                Tone::Heard => NoteTone::Heard,
                Tone::Help => NoteTone::Help,
                Tone::Plain => NoteTone::Plain,
            },
            title: title.clone(),
            blocks: blocks.iter().map(|of| block(of, asking)).collect(),
        },
        Block::Drawing { drawing } => BlockView::Drawing {
            drawing: shown(drawing),
        },
    }
}

/// The build has made sure that it is there and can be drawn.
fn shown_exercise(slug: &str, form: Option<&str>) -> Option<ShownExerciseView> {
    let (exercise, form) = exercises::meant(slug, form)?;
    Some(ShownExerciseView {
        slug: exercise.slug.clone(),
        title: exercise.title.clone(),
        form: form.title.clone(),
        poses: exercises::drawn(exercise, form, Palette::Classes).ok()?,
    })
}

fn shown(of: &Drawing) -> DrawingView {
    let parts = of.parts.iter();
    DrawingView {
        slug: of.slug.clone(),
        title: of.title.clone(),
        caption: of.caption.clone(),
        svg: of.svg.clone(),
        parts: parts
            .map(|part| DrawingPartView {
                id: part.id.clone(),
                name: part.name.clone(),
                text: part.text.clone(),
            })
            .collect(),
    }
}

fn runs(of: &[Inline]) -> Vec<InlineView> {
    of.iter().map(run).collect()
}

fn run(of: &Inline) -> InlineView {
    match of {
        Inline::Text { text } => InlineView::Text { text: text.clone() },
        Inline::Strong { inlines } => InlineView::Strong {
            inlines: runs(inlines),
        },
        Inline::Emphasis { inlines } => InlineView::Emphasis {
            inlines: runs(inlines),
        },
        Inline::Link { to, inlines, .. } => InlineView::Link {
            to: to.clone(),
            inlines: runs(inlines),
        },
        Inline::Cite { id, number } => InlineView::Cite {
            id: id.clone(),
            number: *number,
        },
    }
}

fn found(hit: Hit) -> SearchHitView {
    SearchHitView {
        kind: match hit.kind {
            Kind::Guide => HitKind::Guide,
            Kind::Exercise => HitKind::Exercise,
            Kind::Help => HitKind::Help,
            Kind::Question => HitKind::Question,
        },
        slug: hit.slug,
        title: hit.title,
        snippet: hit
            .snippet
            .into_iter()
            .map(|Piece { text, hit }| SnippetView { text, hit })
            .collect(),
    }
}
