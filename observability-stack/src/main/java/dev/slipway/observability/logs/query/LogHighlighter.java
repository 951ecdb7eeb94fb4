package dev.slipway.observability.logs.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.observability.logs.LogHit.Highlight;
import dev.slipway.observability.logs.LogRecord;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.uhighlight.Passage;
import org.apache.lucene.search.uhighlight.PassageFormatter;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.search.uhighlight.WholeBreakIterator;
import org.jspecify.annotations.Nullable;

/** Finds where a query's terms stand in a record's texts. */
public final class LogHighlighter {

	private static final int MAX_LENGTH = 100_000;

	private final UnifiedHighlighter highlighter;

	/**
	 * Terms are marked each for itself: the text alone cannot meet conditions on other
	 * fields.
	 */
	public LogHighlighter(Analyzer analyzer) {
		this.highlighter = UnifiedHighlighter.builderWithoutSearcher(analyzer)
			.withBreakIterator(WholeBreakIterator::new)
			.withMaxLength(MAX_LENGTH)
			.withFormatter(new Offsets())
			.withWeightMatches(false)
			.build();
	}

	/**
	 * The places of a query's terms.
	 * @throws IOException when the texts cannot be cut into words
	 */
	public List<Highlight> highlight(Query query, LogRecord record) throws IOException {
		if (query instanceof MatchAllDocsQuery) {
			return List.of();
		}
		List<Highlight> found = new ArrayList<>();
		add(found, query, LogFields.MESSAGE, record.message());
		add(found, query, LogFields.STACK_TRACE, record.stackTrace());
		return found;
	}

	private void add(List<Highlight> found, Query query, String field, @Nullable String text) throws IOException {
		if (text == null || text.isEmpty()) {
			return;
		}
		Object passages = this.highlighter.highlightWithoutSearcher(field, query, text, 1);
		if (passages instanceof Passage[] some) {
			for (Passage passage : some) {
				for (int i = 0; i < passage.getNumMatches(); i++) {
					found.add(new Highlight(field, passage.getMatchStarts()[i], passage.getMatchEnds()[i]));
				}
			}
		}
	}

	/** Gives the passages as they are. */
	private static final class Offsets extends PassageFormatter {

		@Override
		public Object format(Passage[] passages, String content) {
			return passages;
		}

	}

}
