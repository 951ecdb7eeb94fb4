package dev.slipway.repository.adapter;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

import dev.slipway.repository.Repositories.TreeFile;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;

/**
 * The first commit of a repository, written as one pack: a tree of a hundred files is one
 * file on disk, not a hundred.
 *
 * @param tree the files by path
 * @param author the author's name
 * @param message the commit's message
 * @param at when
 */
record FirstCommit(Map<String, TreeFile> tree, String author, String message, Instant at) {

	ObjectId write(FileRepository repository) throws IOException {
		try (ObjectInserter inserter = repository.getObjectDatabase().newPackInserter()) {
			CommitBuilder commit = new CommitBuilder();
			commit.setTreeId(tree(inserter));
			commit.setAuthor(ident(this.author));
			commit.setCommitter(ident("Slipway"));
			commit.setMessage(this.message);
			ObjectId id = inserter.insert(commit);
			inserter.flush();
			RefUpdate update = repository.updateRef("refs/heads/main");
			update.setNewObjectId(id);
			update.setExpectedOldObjectId(ObjectId.zeroId());
			update.setRefLogMessage("created", false);
			RefUpdate.Result result = update.update();
			if (result != RefUpdate.Result.NEW) {
				throw new IOException("The branch main was not made: " + result);
			}
			return id;
		}
	}

	private ObjectId tree(ObjectInserter inserter) throws IOException {
		DirCache index = DirCache.newInCore();
		DirCacheBuilder builder = index.builder();
		for (Map.Entry<String, TreeFile> file : this.tree.entrySet()) {
			DirCacheEntry entry = new DirCacheEntry(file.getKey());
			entry.setFileMode(file.getValue().executable() ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE);
			entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, file.getValue().content()));
			builder.add(entry);
		}
		builder.finish();
		return index.writeTree(inserter);
	}

	private PersonIdent ident(String name) {
		String address = name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9.-]+", "-") + "@slipway.local";
		return new PersonIdent(name, address, this.at, ZoneOffset.UTC);
	}

}
