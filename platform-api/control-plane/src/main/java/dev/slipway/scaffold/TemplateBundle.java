package dev.slipway.scaffold;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A template with its files, as found in one place.
 *
 * @param template what its {@code template.yaml} says
 * @param files the other files of its folder by path, such as {@code files/pom.xml}
 */
public record TemplateBundle(Template template, SortedMap<String, TreeFile> files) {

	public TemplateBundle {
		files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
	}

	/**
	 * A file.
	 *
	 * @param content its bytes
	 * @param executable whether it may be run
	 */
	public record TreeFile(byte[] content, boolean executable) {

		/** Whether the bytes are no UTF-8 text, and so are never touched. */
		public boolean binary() {
			return !Texts.isText(this.content);
		}

	}

}
