package dev.slipway.runner;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import hudson.AbortException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Test results in the XML of JUnit and Surefire. Public because the Jenkinsfile gets it
 * from {@code junit}.
 */
public final class TestReport {

	private static final int LONGEST_MESSAGE = 4_000;

	private final List<Map<String, Object>> cases = new ArrayList<>();

	private int failed;

	private int skipped;

	TestReport() {
	}

	/** Adds what a report file tells. */
	void read(Path file) throws IOException {
		try (InputStream stream = Files.newInputStream(file)) {
			DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
			factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
			factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
			NodeList found = factory.newDocumentBuilder().parse(stream).getElementsByTagName("testcase");
			for (int i = 0; i < found.getLength(); i++) {
				add((Element) found.item(i));
			}
		}
		catch (SAXException | ParserConfigurationException ex) {
			throw new AbortException("The test report " + file.getFileName() + " cannot be read: " + ex.getMessage());
		}
	}

	private void add(Element test) {
		Map<String, Object> one = new LinkedHashMap<>();
		one.put("suite", test.getAttribute("classname"));
		one.put("name", test.getAttribute("name"));
		one.put("durationMillis", millis(test.getAttribute("time")));
		Element trouble = child(test, "failure", "error");
		if (trouble != null) {
			this.failed++;
			one.put("status", "FAILED");
			String message = trouble.getAttribute("message");
			String text = message.isEmpty() ? trouble.getTextContent().trim() : message;
			one.put("message", text.substring(0, Math.min(LONGEST_MESSAGE, text.length())));
		}
		else if (child(test, "skipped") != null) {
			this.skipped++;
			one.put("status", "SKIPPED");
		}
		else {
			one.put("status", "PASSED");
		}
		this.cases.add(one);
	}

	private static @Nullable Element child(Element parent, String... names) {
		for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
			if (node instanceof Element element && List.of(names).contains(element.getTagName())) {
				return element;
			}
		}
		return null;
	}

	private static long millis(String seconds) {
		try {
			return Math.round(Double.parseDouble(seconds.replace(",", "")) * 1000);
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	List<Map<String, Object>> cases() {
		return this.cases;
	}

	/** All tests. */
	public int getTotalCount() {
		return this.cases.size();
	}

	/** Failed tests. */
	public int getFailCount() {
		return this.failed;
	}

	/** Skipped tests. */
	public int getSkipCount() {
		return this.skipped;
	}

	/** Passed tests. */
	public int getPassCount() {
		return this.cases.size() - this.failed - this.skipped;
	}

}
