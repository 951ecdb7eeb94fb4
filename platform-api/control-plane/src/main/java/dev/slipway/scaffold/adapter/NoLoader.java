package dev.slipway.scaffold.adapter;

import java.io.Reader;

import io.pebbletemplates.pebble.error.LoaderException;
import io.pebbletemplates.pebble.loader.Loader;
import org.jspecify.annotations.Nullable;

/**
 * A file of a template is whole in itself: {@code include} and {@code import} find
 * nothing.
 */
class NoLoader implements Loader<String> {

	@Override
	public Reader getReader(String name) {
		throw new LoaderException(null, "'" + name + "' cannot be included: a template's file stands alone");
	}

	@Override
	public void setCharset(String charset) {
		// nothing is read
	}

	@Override
	public void setPrefix(String prefix) {
		// nothing is read
	}

	@Override
	public void setSuffix(String suffix) {
		// nothing is read
	}

	@Override
	public @Nullable String resolveRelativePath(String relativePath, String anchorPath) {
		return relativePath;
	}

	@Override
	public String createCacheKey(String name) {
		return name;
	}

	@Override
	public boolean resourceExists(String name) {
		return false;
	}

}
