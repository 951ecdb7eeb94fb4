package dev.slipway.repository.adapter;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;

import dev.slipway.repository.Repositories.TreeFile;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * A commit on the head of a branch that adds files.
 *
 * @param files by path
 * @param author the author's name
 * @param message the commit's message
 * @param at when
 */
record AddedFiles(Map<String, TreeFile> files, String author, String message, Instant at) {

	/**
	 * Writes it.
	 * @return false when somebody else has moved the branch meanwhile
	 */
	boolean write(Repository repository, String branch, ObjectId head) throws IOException {
		try (ObjectInserter inserter = repository.newObjectInserter();
				ObjectReader reader = repository.newObjectReader();
				RevWalk walk = new RevWalk(reader)) {
			DirCache index = DirCache.read(reader, walk.parseCommit(head).getTree());
			DirCacheEditor editor = index.editor();
			for (Map.Entry<String, TreeFile> file : this.files.entrySet()) {
				ObjectId blob = inserter.insert(Constants.OBJ_BLOB, file.getValue().content());
				FileMode mode = file.getValue().executable() ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE;
				editor.add(new DirCacheEditor.PathEdit(file.getKey()) {

					@Override
					public void apply(DirCacheEntry entry) {
						entry.setFileMode(mode);
						entry.setObjectId(blob);
					}

				});
			}
			editor.finish();
			CommitBuilder commit = new CommitBuilder();
			commit.setTreeId(index.writeTree(inserter));
			commit.setParentId(head);
			commit.setAuthor(ident(this.author));
			commit.setCommitter(ident("Slipway"));
			commit.setMessage(this.message);
			ObjectId id = inserter.insert(commit);
			inserter.flush();
			RefUpdate update = repository.updateRef(branch);
			update.setNewObjectId(id);
			update.setExpectedOldObjectId(head);
			update.setRefLogMessage("added", false);
			return update.update() == RefUpdate.Result.FAST_FORWARD;
		}
	}

	private PersonIdent ident(String name) {
		String address = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]+", "-") + "@slipway.local";
		return new PersonIdent(name, address, this.at, ZoneOffset.UTC);
	}

}
