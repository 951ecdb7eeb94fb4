package dev.slipway.observability.logs.embedded;

import java.io.IOException;
import java.util.Collection;

import dev.slipway.observability.logs.query.LogFields;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PointValues;
import org.apache.lucene.index.PointValues.IntersectVisitor;
import org.apache.lucene.index.PointValues.PointTree;
import org.apache.lucene.search.CollectionTerminatedException;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.Weight;

/**
 * Counts records by interval of their timestamps. Where every record of a segment
 * matches, whole branches of the tree of timestamps are counted instead of records.
 *
 * @param from the earliest timestamp, inclusive
 * @param to the latest, exclusive
 * @param start of the first interval, not after {@code from}
 * @param width of an interval
 * @param buckets how many intervals
 */
record Counts(long from, long to, long start, long width, int buckets) {

	/**
	 * Counts.
	 * @param bounded matches records between {@code from} and {@code to}
	 * @param unbounded the same without these bounds
	 */
	long[] of(IndexSearcher searcher, Query bounded, Query unbounded) throws IOException {
		Weight weight = searcher.createWeight(searcher.rewrite(unbounded), ScoreMode.COMPLETE_NO_SCORES, 1);
		return searcher.search(bounded, new CollectorManager<Counter, long[]>() {
			@Override
			public Counter newCollector() {
				return new Counter(Counts.this, weight);
			}

			@Override
			public long[] reduce(Collection<Counter> counters) {
				long[] sum = new long[Counts.this.buckets];
				for (Counter counter : counters) {
					for (int i = 0; i < sum.length; i++) {
						sum[i] += counter.counts[i];
					}
				}
				return sum;
			}
		});
	}

	/** The interval of a time; before the first is negative. */
	private long bucket(long time) {
		return Math.floorDiv(time - this.start, this.width);
	}

	private static final class Counter extends SimpleCollector {

		private final Counts of;

		private final Weight unbounded;

		private final long[] counts;

		private NumericDocValues timestamps = DocValues.emptyNumeric();

		Counter(Counts of, Weight unbounded) {
			this.of = of;
			this.unbounded = unbounded;
			this.counts = new long[of.buckets];
		}

		@Override
		protected void doSetNextReader(LeafReaderContext context) throws IOException {
			PointValues points = context.reader().getPointValues(LogFields.TIMESTAMP);
			if (points != null && this.unbounded.count(context) == context.reader().maxDoc()) {
				branch(points.getPointTree());
				throw new CollectionTerminatedException();
			}
			this.timestamps = DocValues.getNumeric(context.reader(), LogFields.TIMESTAMP);
		}

		/** Counts what lies below a place in the tree. */
		private void branch(PointTree tree) throws IOException {
			long first = LongPoint.decodeDimension(tree.getMinPackedValue(), 0);
			long last = LongPoint.decodeDimension(tree.getMaxPackedValue(), 0);
			if (last < this.of.from || first >= this.of.to) {
				return;
			}
			if (first >= this.of.from && last < this.of.to && this.of.bucket(first) == this.of.bucket(last)) {
				add(first, tree.size());
			}
			else if (tree.moveToChild()) {
				do {
					branch(tree);
				}
				while (tree.moveToSibling());
				tree.moveToParent();
			}
			else {
				tree.visitDocValues(new Each());
			}
		}

		private void add(long time, long records) {
			long bucket = this.of.bucket(time);
			if (time >= this.of.from && time < this.of.to && bucket >= 0 && bucket < this.counts.length) {
				this.counts[(int) bucket] += records;
			}
		}

		@Override
		public void collect(int doc) throws IOException {
			if (this.timestamps.advanceExact(doc)) {
				add(this.timestamps.longValue(), 1);
			}
		}

		@Override
		public ScoreMode scoreMode() {
			return ScoreMode.COMPLETE_NO_SCORES;
		}

		/** Counts one by one. */
		private final class Each implements IntersectVisitor {

			@Override
			public void visit(int doc) {
				throw new IllegalStateException("Values are wanted");
			}

			@Override
			public void visit(int doc, byte[] packed) {
				add(LongPoint.decodeDimension(packed, 0), 1);
			}

			@Override
			public PointValues.Relation compare(byte[] min, byte[] max) {
				return PointValues.Relation.CELL_CROSSES_QUERY;
			}

		}

	}

}
