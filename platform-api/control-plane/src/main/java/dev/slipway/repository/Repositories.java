package dev.slipway.repository;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The git repositories of services: {@code team/name}. */
public interface Repositories {

	/**
	 * Creates a repository whose branch {@code main} holds the tree, or does nothing when
	 * one made with the same key exists.
	 * @param key identifies the creator, so that a repeat after a crash is recognised
	 * @return the id of the first commit
	 * @throws IllegalStateException when a repository of that name has another key
	 */
	String create(String team, String name, Map<String, TreeFile> tree, String author, String message, String key);

	/**
	 * Commits files to the head of the branch {@code main}; those that are there under
	 * the same path are replaced.
	 * @throws IllegalStateException when there is no such branch
	 */
	void add(String team, String name, Map<String, TreeFile> files, String author, String message);

	/** Deletes a repository created with that key; unknown ones are ignored. */
	void delete(String team, String name, String key);

	/** The address that git clones from. */
	String cloneUrl(String team, String name);

	/** The commit at the head of a branch. */
	Optional<String> head(String team, String name, String branch);

	/** The commit that a tag points at. */
	Optional<String> tag(String team, String name, String tag);

	/** The content of a file at a commit. */
	Optional<byte[]> read(String team, String name, String commit, String path);

	/** The files below a folder at a commit, by full path; empty when there is none. */
	Map<String, byte[]> readTree(String team, String name, String commit, String folder);

	/** Commits reachable from one, newest first. */
	default List<Commit> log(String team, String name, String from, int limit) {
		return log(team, name, from, List.of(), limit);
	}

	/**
	 * Commits reachable from one and from none of the others, newest first. None when the
	 * first is reachable from another.
	 * @param without commits; unknown ones are ignored
	 */
	List<Commit> log(String team, String name, String from, Collection<String> without, int limit);

	/**
	 * A file of a tree.
	 *
	 * @param content its bytes
	 * @param executable whether its mode is 100755
	 */
	record TreeFile(byte[] content, boolean executable) {
	}

	/**
	 * A commit.
	 *
	 * @param id the object id
	 * @param author the author's name
	 * @param message the whole message
	 * @param epochSecond when it was committed
	 */
	record Commit(String id, String author, String message, long epochSecond) {
	}

}
