package dev.slipway.repository.adapter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

import dev.slipway.repository.Repositories;
import dev.slipway.repository.RepositoryName;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.eclipse.jgit.util.FS;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * Bare repositories at {@code <root>/<team>/<name>.git}. One is made in a hidden folder
 * beside its place and moved there whole, so that a crash leaves no half of one; its
 * configuration keeps the key of its creator.
 */
class GitRepositories implements Repositories {

	private static final Logger log = LoggerFactory.getLogger(GitRepositories.class);

	private static final String MAIN = "refs/heads/main";

	private static final String SECTION = "slipway";

	/** A push that comes between is built upon. */
	private static final int TRIES = 5;

	private final Path root;

	private final URI url;

	private final Clock clock;

	GitRepositories(Path root, URI url, Clock clock) {
		IsolatedGit.install();
		this.root = root;
		this.url = url;
		this.clock = clock;
	}

	/**
	 * Makes a repository and deletes it, so that all classes are loaded that it takes.
	 */
	static void readAhead() {
		try {
			Path folder = Files.createTempDirectory("slipway-git-");
			try {
				GitRepositories git = new GitRepositories(folder, URI.create("http://localhost"), Clock.systemUTC());
				// measures the disk's time stamps there, and not in what is deleted again
				FS.getFileStoreAttributes(folder.getParent());
				git.create("read", "ahead", Map.of("README.md", new TreeFile(new byte[] { '\n' }, false)), "slipway",
						"Read ahead", "read-ahead");
				git.head("read", "ahead", "main");
			}
			finally {
				FileSystemUtils.deleteRecursively(folder);
			}
		}
		catch (IOException | RuntimeException ex) {
			log.debug("JGit is not read ahead", ex);
		}
	}

	@Override
	public String create(String team, String name, Map<String, TreeFile> tree, String author, String message,
			String key) {
		Path place = place(team, name);
		if (!Files.isDirectory(place)) {
			make(place, new FirstCommit(tree, author, message, this.clock.instant()), key);
		}
		try (Repository repository = openAt(place)) {
			if (!key.equals(key(repository))) {
				throw new IllegalStateException("There is a repository " + team + "/" + name
						+ " already, made by somebody else; choose another name, or let an operator remove it");
			}
			return Optional.ofNullable(repository.exactRef(MAIN))
				.map((ref) -> ref.getObjectId().name())
				.orElseThrow(() -> noMain(team, name));
		}
		catch (IOException ex) {
			throw failed(team, name, ex);
		}
	}

	private static void make(Path place, FirstCommit commit, String key) {
		Path hidden = place.resolveSibling("." + place.getFileName() + "-" + UUID.randomUUID());
		try {
			Files.createDirectories(hidden);
			try (FileRepository repository = new FileRepository(hidden.toFile())) {
				repository.create(true);
				repository.getConfig().setString(SECTION, null, "key", key);
				repository.getConfig().save();
				commit.write(repository);
				repository.updateRef("HEAD").link(MAIN);
			}
			Files.move(hidden, place, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			if (!Files.isDirectory(place)) {
				throw failed(place.getName(place.getNameCount() - 2).toString(),
						place.getFileName().toString().replaceAll("\\.git$", ""), ex);
			}
		}
		finally {
			FileSystemUtils.deleteRecursively(hidden.toFile());
		}
	}

	@Override
	public void add(String team, String name, Map<String, TreeFile> files, String author, String message) {
		AddedFiles added = new AddedFiles(files, author, message, this.clock.instant());
		try (Repository repository = open(new RepositoryName(team, name))) {
			boolean written = false;
			for (int i = 0; i < TRIES && !written; i++) {
				Ref head = repository.exactRef(MAIN);
				if (head == null) {
					throw noMain(team, name);
				}
				written = added.write(repository, MAIN, head.getObjectId());
			}
			if (!written) {
				throw new IllegalStateException("Others push to " + team + "/" + name + " all the time: try it again");
			}
		}
		catch (NoSuchFileException ex) {
			throw noMain(team, name);
		}
		catch (IOException ex) {
			throw failed(team, name, ex);
		}
	}

	private static IllegalStateException noMain(String team, String name) {
		return new IllegalStateException("The repository " + team + "/" + name + " has no branch main");
	}

	@Override
	public void delete(String team, String name, String key) {
		Path place = place(team, name);
		try {
			if (!Files.isDirectory(place)) {
				return;
			}
			try (Repository repository = openAt(place)) {
				if (!key.equals(key(repository))) {
					return;
				}
			}
			Path hidden = place.resolveSibling("." + place.getFileName() + "-" + UUID.randomUUID());
			Files.move(place, hidden, StandardCopyOption.ATOMIC_MOVE);
			FileSystemUtils.deleteRecursively(hidden);
			Files.deleteIfExists(this.root.resolve(team));
		}
		catch (NoSuchFileException | java.nio.file.DirectoryNotEmptyException ex) {
			// somebody else was quicker, or the team has more repositories
		}
		catch (IOException ex) {
			throw failed(team, name, ex);
		}
	}

	@Override
	public String cloneUrl(String team, String name) {
		return this.url.toString().replaceAll("/$", "") + "/git/" + team + "/" + name + ".git";
	}

	@Override
	public Optional<String> head(String team, String name, String branch) {
		return with(team, name, Optional.<String>empty(), (repository) -> {
			Ref ref = repository.exactRef("refs/heads/" + branch);
			return (ref != null) ? Optional.of(ref.getObjectId().name()) : Optional.empty();
		});
	}

	@Override
	public Optional<String> tag(String team, String name, String tag) {
		return with(team, name, Optional.<String>empty(), (repository) -> {
			Ref ref = repository.exactRef(Constants.R_TAGS + tag);
			return (ref != null) ? PushHooks.commit(repository, ref.getObjectId()) : Optional.empty();
		});
	}

	@Override
	public Optional<byte[]> read(String team, String name, String commit, String path) {
		return with(team, name, Optional.<byte[]>empty(), (repository) -> {
			Optional<ObjectId> id = commit(repository, commit);
			if (id.isEmpty()) {
				return Optional.empty();
			}
			try (RevWalk revisions = new RevWalk(repository);
					TreeWalk walk = TreeWalk.forPath(repository, path, revisions.parseCommit(id.get()).getTree())) {
				return (walk != null && !walk.isSubtree()) ? Optional.of(content(repository, walk)) : Optional.empty();
			}
		});
	}

	@Override
	public Map<String, byte[]> readTree(String team, String name, String commit, String folder) {
		return with(team, name, Map.<String, byte[]>of(), (repository) -> {
			Map<String, byte[]> files = new TreeMap<>();
			Optional<ObjectId> id = commit(repository, commit);
			if (id.isEmpty()) {
				return files;
			}
			String filter = folder.replaceAll("^[./]+|/+$", "");
			try (RevWalk revisions = new RevWalk(repository); TreeWalk walk = new TreeWalk(repository)) {
				walk.addTree(revisions.parseCommit(id.get()).getTree());
				walk.setRecursive(true);
				if (!filter.isEmpty()) {
					walk.setFilter(PathFilter.create(filter));
				}
				while (walk.next()) {
					if (walk.getFileMode().getObjectType() == Constants.OBJ_BLOB) {
						files.put(walk.getPathString(), content(repository, walk));
					}
				}
			}
			return files;
		});
	}

	@Override
	public List<Commit> log(String team, String name, String from, Collection<String> without, int limit) {
		return with(team, name, List.<Commit>of(), (repository) -> {
			List<Commit> commits = new ArrayList<>();
			Optional<ObjectId> start = commit(repository, from);
			try (RevWalk walk = new RevWalk(repository)) {
				if (start.isPresent()) {
					walk.markStart(walk.parseCommit(start.get()));
				}
				for (String other : without) {
					Optional<ObjectId> known = commit(repository, other);
					if (known.isPresent()) {
						walk.markUninteresting(walk.parseCommit(known.get()));
					}
				}
				for (RevCommit commit : walk) {
					if (commits.size() == limit) {
						break;
					}
					commits.add(new Commit(commit.name(), commit.getAuthorIdent().getName(), commit.getFullMessage(),
							commit.getCommitTime()));
				}
			}
			return commits;
		});
	}

	/**
	 * Opens a repository.
	 * @throws NoSuchFileException when there is none
	 */
	Repository open(RepositoryName name) throws IOException {
		Path place = place(name.team(), name.name());
		if (!Files.isDirectory(place)) {
			throw new NoSuchFileException(place.toString());
		}
		return openAt(place);
	}

	private static Repository openAt(Path place) throws IOException {
		return new FileRepositoryBuilder().setGitDir(place.toFile()).setBare().setMustExist(true).build();
	}

	private static String key(Repository repository) {
		return String.valueOf(repository.getConfig().getString(SECTION, null, "key"));
	}

	/** A commit by its id or by a branch's name. */
	private static Optional<ObjectId> commit(Repository repository, String name) throws IOException {
		if (ObjectId.isId(name)) {
			ObjectId id = ObjectId.fromString(name);
			return repository.getObjectDatabase().has(id) ? Optional.of(id) : Optional.empty();
		}
		Ref ref = repository.exactRef("refs/heads/" + name);
		return Optional.ofNullable(ref).map(Ref::getObjectId);
	}

	private static byte[] content(Repository repository, TreeWalk walk) throws IOException {
		return repository.open(walk.getObjectId(0)).getBytes();
	}

	private Path place(String team, String name) {
		RepositoryName checked = new RepositoryName(team, name);
		return this.root.resolve(checked.team()).resolve(checked.name() + ".git");
	}

	private <T> T with(String team, String name, T otherwise, Work<T> work) {
		try (Repository repository = open(new RepositoryName(team, name))) {
			return work.on(repository);
		}
		catch (NoSuchFileException ex) {
			return otherwise;
		}
		catch (IOException ex) {
			throw failed(team, name, ex);
		}
	}

	private static UncheckedIOException failed(String team, String name, IOException ex) {
		// The message of an I/O error is often a path of this machine: it stays in the
		// cause.
		return new UncheckedIOException("The repository " + team + "/" + name + " cannot be used ("
				+ ex.getClass().getSimpleName() + "); see the platform's log, and whether the disk of the state "
				+ "directory is full or not writable", ex);
	}

	/** Something done with an open repository. */
	private interface Work<T> {

		T on(Repository repository) throws IOException;

	}

}
