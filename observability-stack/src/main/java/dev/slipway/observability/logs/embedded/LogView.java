package dev.slipway.observability.logs.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.search.IndexSearcher;

/** All slices as they are at one moment, to be searched and then given back. */
final class LogView implements AutoCloseable {

	private final List<DirectoryReader> readers;

	private final IndexSearcher searcher;

	private LogView(List<DirectoryReader> readers, Executor threads) throws IOException {
		this.readers = readers;
		this.searcher = new IndexSearcher(new MultiReader(readers.toArray(IndexReader[]::new), false), threads);
		this.searcher.setQueryCache(null);
	}

	static LogView of(Slices slices, Executor threads) throws IOException {
		List<DirectoryReader> readers = new ArrayList<>();
		try {
			for (Slice slice : slices.all()) {
				DirectoryReader reader = slice.acquire();
				if (reader != null) {
					readers.add(reader);
				}
			}
			return new LogView(readers, threads);
		}
		catch (IOException | RuntimeException ex) {
			release(readers);
			throw ex;
		}
	}

	IndexSearcher searcher() {
		return this.searcher;
	}

	int documents() {
		return this.searcher.getIndexReader().maxDoc();
	}

	@Override
	public void close() throws IOException {
		release(this.readers);
	}

	private static void release(List<DirectoryReader> readers) throws IOException {
		for (DirectoryReader reader : readers) {
			reader.decRef();
		}
	}

}
