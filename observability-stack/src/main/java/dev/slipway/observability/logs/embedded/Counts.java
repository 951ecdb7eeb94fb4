package dev.slipway.observability.logs.embedded;

import java.io.IOException;
import java.util.Collection;

import dev.slipway.observability.logs.query.LogFields;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

/** Counts records by interval of their timestamps. */
final class Counts {

	private Counts() {
	}

	static long[] of(IndexSearcher searcher, Query query, long start, long width, int buckets) throws IOException {
		return searcher.search(query, new CollectorManager<Counter, long[]>() {

			@Override
			public Counter newCollector() {
				return new Counter(start, width, buckets);
			}

			@Override
			public long[] reduce(Collection<Counter> counters) {
				long[] sum = new long[buckets];
				for (Counter counter : counters) {
					for (int i = 0; i < buckets; i++) {
						sum[i] += counter.counts[i];
					}
				}
				return sum;
			}

		});
	}

	private static final class Counter extends SimpleCollector implements Collector {

		private final long start;

		private final long width;

		private final long[] counts;

		private NumericDocValues timestamps = DocValues.emptyNumeric();

		Counter(long start, long width, int buckets) {
			this.start = start;
			this.width = width;
			this.counts = new long[buckets];
		}

		@Override
		protected void doSetNextReader(LeafReaderContext context) throws IOException {
			this.timestamps = DocValues.getNumeric(context.reader(), LogFields.TIMESTAMP);
		}

		@Override
		public void collect(int doc) throws IOException {
			if (this.timestamps.advanceExact(doc)) {
				long bucket = Math.floorDiv(this.timestamps.longValue() - this.start, this.width);
				if (bucket >= 0 && bucket < this.counts.length) {
					this.counts[(int) bucket]++;
				}
			}
		}

		@Override
		public ScoreMode scoreMode() {
			return ScoreMode.COMPLETE_NO_SCORES;
		}

	}

}
