package dev.slipway.cluster.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Resolves paths of an image as a process in a chroot would see them: symbolic links are
 * followed within the root only, and {@code ..} stops at it.
 */
final class RootedPath {

	private static final int MAX_LINKS = 40;

	private RootedPath() {
	}

	/**
	 * Where a file of the image lies on disk. Links in its parents are followed inside
	 * the root; the last part is not followed.
	 * @param root root on disk
	 * @param name name in the image
	 * @return path below the root, or the root itself
	 * @throws IOException if the name climbs out, or links run in a circle
	 */
	static Path resolve(Path root, String name) throws IOException {
		Deque<String> parts = new ArrayDeque<>();
		for (String part : name.split("/")) {
			if (part.equals("..")) {
				throw new IOException("The image has a path that leaves its root: '" + name + "'");
			}
			parts.add(part);
		}
		return walk(root, root, parts, name);
	}

	private static Path walk(Path root, Path from, Deque<String> parts, String name) throws IOException {
		Path at = from;
		int links = 0;
		while (!parts.isEmpty()) {
			String part = parts.removeFirst();
			if (part.isEmpty() || part.equals(".")) {
				continue;
			}
			if (part.equals("..")) {
				at = at.equals(root) ? root : parent(at);
				continue;
			}
			Path next = at.resolve(part);
			if (!parts.isEmpty() && Files.isSymbolicLink(next)) {
				if (++links > MAX_LINKS) {
					throw new IOException("The image has symbolic links in a circle: '" + name + "'");
				}
				String target = Files.readSymbolicLink(next).toString();
				at = target.startsWith("/") ? root : at;
				push(parts, target);
				continue;
			}
			at = next;
		}
		return at;
	}

	private static void push(Deque<String> parts, String target) {
		String[] more = target.split("/");
		for (int i = more.length - 1; i >= 0; i--) {
			parts.addFirst(more[i]);
		}
	}

	/**
	 * The target to write into a symbolic link, so that it stays inside the root also for
	 * a process that has no chroot. Example: link {@code a/b} with target {@code /etc/x}
	 * becomes {@code ../etc/x}; with target {@code ../../../etc/x} it becomes the same.
	 * @param root root on disk
	 * @param link place of the link
	 * @param target target as in the image
	 * @return relative target within the root
	 */
	static Path linkTarget(Path root, Path link, String target) {
		Path parent = parent(link);
		Deque<Path> stack = new ArrayDeque<>();
		if (!target.startsWith("/")) {
			root.relativize(parent).forEach(stack::addLast);
		}
		for (String part : target.split("/")) {
			if (part.equals("..")) {
				stack.pollLast();
			}
			else if (!part.isEmpty() && !part.equals(".")) {
				stack.addLast(Path.of(part));
			}
		}
		Path absolute = root;
		for (Path part : stack) {
			absolute = absolute.resolve(part.toString());
		}
		Path relative = parent.relativize(absolute);
		return relative.toString().isEmpty() ? Path.of(".") : relative;
	}

	private static Path parent(Path path) {
		Path parent = path.getParent();
		if (parent == null) {
			throw new IllegalStateException(path + " has no parent");
		}
		return parent;
	}

}
