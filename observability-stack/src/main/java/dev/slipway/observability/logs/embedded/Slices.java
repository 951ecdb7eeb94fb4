package dev.slipway.observability.logs.embedded;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import dev.slipway.observability.logs.query.LogFields;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The series of slices, oldest first, the last one written. A slice's folder is named by
 * the sequence it began with, so the names sort by age. Changed by one thread at a time.
 */
final class Slices {

	private static final Logger logger = LoggerFactory.getLogger(Slices.class);

	private static final String PREFIX = "slice-";

	/** Dropping less than this makes no room to speak of. */
	private static final long SMALLEST = 1 << 20;

	private final LuceneLogOptions options;

	private final Analyzer analyzer;

	private final Disk disk;

	private final List<Slice> all = new CopyOnWriteArrayList<>();

	Slices(LuceneLogOptions options, Analyzer analyzer, Disk disk) {
		this.options = options;
		this.analyzer = analyzer;
		this.disk = disk;
	}

	/** Opens what is there; returns the next sequence. */
	long open() throws IOException {
		Files.createDirectories(this.options.directory());
		List<Path> folders = folders();
		for (Path folder : folders.subList(0, Math.max(0, folders.size() - 1))) {
			try {
				this.all.add(Slice.sealed(folder, this.disk));
			}
			catch (IOException ex) {
				setAside(folder, ex);
			}
		}
		if (!folders.isEmpty()) {
			Path newest = folders.get(folders.size() - 1);
			try {
				this.all.add(Slice.isCurrent(newest, this.disk) ? Slice.writable(newest, this.analyzer, this.disk)
						: Slice.sealed(newest, this.disk));
			}
			catch (IOException ex) {
				setAside(newest, ex);
			}
		}
		long next = 0;
		for (Slice slice : this.all) {
			next = Math.max(next, slice.greatest(LogFields.SEQUENCE, -1) + 1);
		}
		if (this.all.isEmpty() || !newest().isWritable()) {
			next = Math.max(next, begunWith(folders));
			begin(next);
		}
		return next;
	}

	List<Slice> all() {
		return this.all;
	}

	void add(Document document) throws IOException {
		newest().add(document);
	}

	void commit() throws IOException {
		newest().commit();
	}

	/** Begins a new slice when the newest is large or old enough. */
	boolean roll(long nextSequence, Instant now) throws IOException {
		Slice newest = newest();
		long first = newest.least(LogFields.TIMESTAMP, Long.MAX_VALUE);
		boolean old = first != Long.MAX_VALUE
				&& Instant.ofEpochMilli(first).isBefore(now.minus(this.options.sliceAge()));
		if (first == Long.MAX_VALUE || (!old && newest.bytes() < this.options.sliceBytes())) {
			return false;
		}
		newest.seal();
		begin(nextSequence);
		return true;
	}

	/**
	 * Drops the oldest until the rest is within bounds, and until there is as much room
	 * on the disk as is to be left to others.
	 * @return how many bytes went for want of room
	 */
	long retain(Instant now, long nextSequence) throws IOException {
		long total = bytes();
		long shortage = Math.max(0, this.options.minFree() - usable());
		if (shortage > 0) {
			beginAnew(nextSequence);
		}
		long wanted = total - shortage;
		long dropped = 0;
		while (this.all.size() > 1) {
			Slice oldest = this.all.get(0);
			long last = oldest.greatest(LogFields.TIMESTAMP, Long.MIN_VALUE);
			boolean expired = last < now.minus(this.options.maxAge()).toEpochMilli();
			boolean tooMuch = total > this.options.maxBytes();
			if (!expired && !tooMuch && total <= wanted) {
				break;
			}
			long bytes = oldest.bytes();
			drop(oldest, expired ? "its records are older than " + this.options.maxAge() : tooMuch
					? "logs take more than " + this.options.maxBytes() + " bytes" : "the disk is nearly full");
			total -= bytes;
			dropped += (expired || tooMuch) ? 0 : bytes;
		}
		return dropped;
	}

	/** The room left; where it cannot be told it is taken for enough. */
	private long usable() {
		try {
			return this.disk.usable();
		}
		catch (IOException ex) {
			logger.debug("The room left for logs cannot be told", ex);
			return Long.MAX_VALUE;
		}
	}

	/** One that is all there is can only go when another is begun. */
	private void beginAnew(long nextSequence) throws IOException {
		if (this.all.size() == 1 && newest().bytes() > SMALLEST) {
			newest().seal();
			begin(nextSequence);
		}
	}

	/**
	 * Drops the oldest to get room on a full disk, also when it is the only one.
	 * @return how many bytes went
	 */
	long makeRoom(String why, long nextSequence) throws IOException {
		Slice oldest = this.all.get(0);
		long bytes = oldest.bytes();
		boolean only = this.all.size() == 1;
		if (only && bytes <= SMALLEST) {
			return 0;
		}
		drop(oldest, why);
		if (only) {
			begin(nextSequence);
		}
		return bytes;
	}

	/** Whether the newest can be written to no more. */
	boolean broken() {
		return newest().broken();
	}

	/**
	 * Sees to it that the newest can be written to. An index writer that met a full disk
	 * closes itself; also the next slice may not have been begun.
	 */
	void ready(long nextSequence) throws IOException {
		Slice newest = newest();
		if (newest.broken()) {
			newest.close();
			this.all.set(this.all.size() - 1, Slice.writable(newest.path(), this.analyzer, this.disk));
		}
		else if (!newest.isWritable()) {
			begin(nextSequence);
		}
	}

	long bytes() {
		return this.all.stream().mapToLong(Slice::bytes).sum();
	}

	void close() throws IOException {
		for (Slice slice : this.all) {
			slice.close();
		}
		this.all.clear();
	}

	private Slice newest() {
		return this.all.get(this.all.size() - 1);
	}

	private void begin(long sequence) throws IOException {
		Path folder = this.options.directory().resolve(PREFIX + "%019d".formatted(sequence));
		this.all.add(Slice.writable(folder, this.analyzer, this.disk));
	}

	private void drop(Slice slice, String why) throws IOException {
		logger.info("Dropping the oldest log slice {}: {}", slice.path().getFileName(), why);
		this.all.remove(slice);
		slice.delete();
	}

	private List<Path> folders() throws IOException {
		try (Stream<Path> entries = Files.list(this.options.directory())) {
			return new ArrayList<>(entries.filter((entry) -> entry.getFileName().toString().matches(PREFIX + "\\d{19}"))
				.sorted()
				.toList());
		}
	}

	private static long begunWith(List<Path> folders) {
		return folders.isEmpty() ? 0
				: Long.parseLong(folders.get(folders.size() - 1).getFileName().toString().substring(PREFIX.length()))
						+ 1;
	}

	/** A damaged slice must not keep the platform from starting; its files are kept. */
	private void setAside(Path folder, IOException failure) throws IOException {
		if (!(failure instanceof CorruptIndexException || failure instanceof IndexNotFoundException
				|| failure instanceof IndexFormatTooOldException || failure instanceof IndexFormatTooNewException
				|| failure instanceof NoSuchFileException || failure instanceof EOFException)) {
			throw failure;
		}
		Path aside = folder.resolveSibling("damaged-" + folder.getFileName());
		if (Files.exists(aside)) {
			Slice.deleteFolder(aside);
		}
		Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE);
		logger.warn("The log slice {} cannot be read and was set aside as {}; its records are not searchable. {}",
				folder.getFileName(), aside.getFileName(), failure.toString());
	}

}
