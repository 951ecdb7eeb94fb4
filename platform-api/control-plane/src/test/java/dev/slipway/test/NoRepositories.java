package dev.slipway.test;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.slipway.repository.Repositories;

/** Repositories with nothing in them, to be filled by what a test needs. */
public class NoRepositories implements Repositories {

	@Override
	public String create(String team, String name, Map<String, TreeFile> tree, String author, String message,
			String key) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void add(String team, String name, Map<String, TreeFile> files, String author, String message) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void delete(String team, String name, String key) {
		throw new UnsupportedOperationException();
	}

	@Override
	public String cloneUrl(String team, String name) {
		return "http://localhost/git/" + team + "/" + name + ".git";
	}

	@Override
	public Optional<String> head(String team, String name, String branch) {
		return Optional.empty();
	}

	@Override
	public Optional<String> tag(String team, String name, String tag) {
		return Optional.empty();
	}

	@Override
	public Optional<byte[]> read(String team, String name, String commit, String path) {
		return Optional.empty();
	}

	@Override
	public Map<String, byte[]> readTree(String team, String name, String commit, String folder) {
		return Map.of();
	}

	@Override
	public List<Commit> log(String team, String name, String from, Collection<String> without, int limit) {
		return List.of();
	}

}
