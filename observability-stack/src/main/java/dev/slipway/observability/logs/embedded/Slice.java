package dev.slipway.observability.logs.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.PointValues;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One index of the series: the newest is written, the others are only read. Dropping the
 * oldest is how disk is given back.
 */
final class Slice {

	private static final Logger logger = LoggerFactory.getLogger(Slice.class);

	private static final double BUFFER_MEGABYTES = 32;

	private static final Map<String, String> SCHEMA = Map.of("schema", "2");

	private final Path path;

	private final Directory directory;

	private @Nullable IndexWriter writer;

	private @Nullable DirectoryReader reader;

	private boolean closed;

	private Slice(Path path, Disk disk) throws IOException {
		this.path = path;
		this.directory = disk.open(path);
	}

	/** Opens one that is only read. */
	static Slice sealed(Path path, Disk disk) throws IOException {
		Slice slice = new Slice(path, disk);
		slice.reader = DirectoryReader.open(slice.directory);
		return slice;
	}

	/**
	 * Whether fields are made there as they are made now, so that it can be written on.
	 */
	static boolean isCurrent(Path path, Disk disk) throws IOException {
		try (Directory directory = disk.open(path)) {
			return SCHEMA.equals(SegmentInfos.readLatestCommit(directory).getUserData());
		}
	}

	/** Opens one to write to; makes it when it is not there. */
	static Slice writable(Path path, Analyzer analyzer, Disk disk) throws IOException {
		Slice slice = new Slice(path, disk);
		ConcurrentMergeScheduler merges = new ConcurrentMergeScheduler();
		merges.setMaxMergesAndThreads(2, 1);
		IndexWriterConfig config = new IndexWriterConfig(analyzer).setRAMBufferSizeMB(BUFFER_MEGABYTES)
			.setCodec(new Lucene912Codec(Lucene912Codec.Mode.BEST_COMPRESSION))
			.setMergeScheduler(merges)
			.setCommitOnClose(true);
		IndexWriter writer = new IndexWriter(slice.directory, config);
		slice.writer = writer;
		try {
			writer.setLiveCommitData(SCHEMA.entrySet());
			writer.commit();
			slice.reader = DirectoryReader.open(writer);
			return slice;
		}
		catch (IOException ex) {
			// Else its lock would stay.
			writer.rollback();
			slice.close();
			throw ex;
		}
	}

	Path path() {
		return this.path;
	}

	void add(Document document) throws IOException {
		IndexWriter current = this.writer;
		if (current == null) {
			throw new AlreadyClosedException("slice " + this.path.getFileName() + " is sealed");
		}
		current.addDocument(document);
	}

	/**
	 * The newest view, held until its reference is given back; null when the slice is
	 * closed.
	 */
	synchronized @Nullable DirectoryReader acquire() throws IOException {
		DirectoryReader current = this.reader;
		if (this.closed || current == null) {
			return null;
		}
		if (this.writer != null) {
			DirectoryReader newer = DirectoryReader.openIfChanged(current, this.writer);
			if (newer != null) {
				current.close();
				this.reader = newer;
				current = newer;
			}
		}
		current.incRef();
		return current;
	}

	/** Makes durable what was written. */
	void commit() throws IOException {
		IndexWriter current = this.writer;
		if (current != null && current.hasUncommittedChanges()) {
			current.commit();
		}
	}

	/** Ends writing. */
	synchronized void seal() throws IOException {
		if (this.writer != null) {
			this.writer.close();
			this.writer = null;
			if (this.reader != null) {
				this.reader.close();
			}
			this.reader = DirectoryReader.open(this.directory);
		}
	}

	synchronized boolean isWritable() {
		return this.writer != null;
	}

	/** Whether it could not be written to, or opened again. */
	synchronized boolean broken() {
		return this.closed || (this.writer != null && !this.writer.isOpen());
	}

	synchronized void close() throws IOException {
		this.closed = true;
		if (this.writer != null) {
			try {
				this.writer.close();
			}
			catch (IOException ex) {
				this.writer.rollback();
				logger.warn("The last records of the log slice {} are lost: {}", this.path.getFileName(),
						ex.toString());
			}
			this.writer = null;
		}
		if (this.reader != null) {
			this.reader.close();
			this.reader = null;
		}
		this.directory.close();
	}

	/** Closes it and gives its disk back. What is not written yet need not be. */
	void delete() throws IOException {
		synchronized (this) {
			if (this.writer != null) {
				this.writer.rollback();
				this.writer = null;
			}
		}
		close();
		deleteFolder(this.path);
	}

	static void deleteFolder(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			for (Path file : files.toList()) {
				Files.deleteIfExists(file);
			}
		}
		Files.deleteIfExists(folder);
	}

	/** The room it takes; files that vanish meanwhile count nothing. */
	long bytes() {
		try (Stream<Path> files = Files.list(this.path)) {
			return files.mapToLong((file) -> file.toFile().length()).sum();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The greatest value of a number field; or the other when there is no record. */
	long greatest(String field, long otherwise) throws IOException {
		DirectoryReader view = acquire();
		if (view == null) {
			return otherwise;
		}
		try {
			byte[] packed = PointValues.getMaxPackedValue(view, field);
			return (packed != null) ? LongPoint.decodeDimension(packed, 0) : otherwise;
		}
		finally {
			view.decRef();
		}
	}

	/** The least value of a number field; or the other when there is no record. */
	long least(String field, long otherwise) throws IOException {
		DirectoryReader view = acquire();
		if (view == null) {
			return otherwise;
		}
		try {
			byte[] packed = PointValues.getMinPackedValue(view, field);
			return (packed != null) ? LongPoint.decodeDimension(packed, 0) : otherwise;
		}
		finally {
			view.decRef();
		}
	}

}
