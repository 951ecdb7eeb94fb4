package dev.slipway.jenkins.adapter;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;

import dev.slipway.jenkins.Difference;
import dev.slipway.jenkins.JenkinsTrouble;
import dev.slipway.jenkins.Owned;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The config.xml of an item: made from, compared with and mended by what is owned. */
final class ConfigXml {

	/** One of several elements of a name, by the text of an element in it. */
	private static final Pattern CHOSEN = Pattern.compile("([^\\[]+)\\[([^=]+)=(.*)\\]");

	private final Document document;

	private ConfigXml(Document document) {
		this.document = document;
	}

	/** A new one that holds what is owned and nothing else. */
	static ConfigXml of(String root, List<Owned> owned) {
		Document document = builder().newDocument();
		document.appendChild(document.createElement(root));
		ConfigXml config = new ConfigXml(document);
		config.mend(owned);
		return config;
	}

	/**
	 * Reads one; document types, and with them entities, are refused.
	 * @throws JenkinsTrouble when it is no XML
	 */
	static ConfigXml parse(String text) {
		try {
			return new ConfigXml(builder().parse(new InputSource(new StringReader(text))));
		}
		catch (SAXException | IOException ex) {
			throw new JenkinsTrouble(JenkinsTrouble.Kind.FAILED, "Jenkins gave a config.xml that cannot be read",
					"Look at the item's config.xml on the Jenkins", false, 200, ex);
		}
	}

	/** The name of the root element, which says what kind of item it is. */
	String root() {
		return this.document.getDocumentElement().getTagName();
	}

	/** The text of an element; null when it is not there. */
	@Nullable String text(String path) {
		Element element = find(path);
		return (element != null) ? element.getTextContent().strip() : null;
	}

	/** Whether it has secrets that Jenkins left out: sent back, they would be blank. */
	boolean redacted() {
		return this.document.getElementsByTagName("secret-redacted").getLength() > 0 || write().contains("********");
	}

	/** The ids of the credentials that a folder keeps, of all domains. */
	Set<String> credentials() {
		Set<String> ids = new LinkedHashSet<>();
		NodeList stores = this.document.getElementsByTagName("domainCredentialsMap");
		for (int i = 0; i < stores.getLength(); i++) {
			NodeList lists = ((Element) stores.item(i))
				.getElementsByTagName("java.util.concurrent.CopyOnWriteArrayList");
			for (int j = 0; j < lists.getLength(); j++) {
				for (Node one = lists.item(j).getFirstChild(); one != null; one = one.getNextSibling()) {
					if (one instanceof Element credential) {
						Element id = named(credential, "id");
						ids.add((id != null) ? id.getTextContent().strip() : credential.getTagName());
					}
				}
			}
		}
		return ids;
	}

	/** What differs from what is owned; the versions of plugins are not looked at. */
	List<Difference> differences(List<Owned> owned) {
		List<Difference> differences = new ArrayList<>();
		for (Owned one : owned) {
			String is = text(one.path());
			boolean same = (is != null) ? is.equals(one.text().strip()) : one.text().equals(one.absent());
			if (one.compared() && !same) {
				differences.add(new Difference(one.path(), one.text().isEmpty() ? "present" : one.text(), is));
			}
		}
		return differences;
	}

	/** Makes what is owned as it should be and leaves everything else. */
	void mend(List<Owned> owned) {
		for (Owned one : owned) {
			Element element = this.document.getDocumentElement();
			for (String step : steps(one.path())) {
				Element child = child(element, step);
				element = (child != null) ? child : append(element, step);
			}
			one.attributes().forEach(element::setAttribute);
			if (one.compared() && !one.text().strip().equals(element.getTextContent().strip())) {
				element.setTextContent(legal(one.text()));
			}
		}
	}

	/** As text in UTF-8 to be sent. */
	String write() {
		try {
			Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
			transformer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
			transformer.setOutputProperty(OutputKeys.STANDALONE, "no");
			this.document.setXmlStandalone(true);
			String version = this.document.getXmlVersion();
			transformer.setOutputProperty(OutputKeys.VERSION, (version != null) ? version : "1.0");
			StringWriter text = new StringWriter();
			transformer.transform(new DOMSource(this.document), new StreamResult(text));
			return text.toString();
		}
		catch (TransformerException ex) {
			throw new IllegalStateException("A config.xml cannot be written", ex);
		}
	}

	private @Nullable Element find(String path) {
		Element element = this.document.getDocumentElement();
		for (String step : steps(path)) {
			element = child(element, step);
			if (element == null) {
				return null;
			}
		}
		return element;
	}

	/** A list that a form saved has its elements in one more, called {@code a}. */
	private static @Nullable Element child(Element parent, String step) {
		Element direct = named(parent, step);
		if (direct != null) {
			return direct;
		}
		Element array = named(parent, "a");
		return (array != null) ? named(array, step) : null;
	}

	private static @Nullable Element named(Element parent, String step) {
		Matcher chosen = CHOSEN.matcher(step);
		boolean choice = chosen.matches();
		String name = choice ? chosen.group(1) : step;
		for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
			if (node instanceof Element element && element.getTagName().equals(name)
					&& (!choice || chosen.group(3).equals(inner(element, chosen.group(2))))) {
				return element;
			}
		}
		return null;
	}

	private static @Nullable String inner(Element element, String path) {
		Element inner = element;
		for (String name : path.split("/")) {
			inner = (inner != null) ? named(inner, name) : null;
		}
		return (inner != null) ? inner.getTextContent().strip() : null;
	}

	/** At the end, so that what others put before stays the first. */
	private Element append(Element parent, String step) {
		Matcher chosen = CHOSEN.matcher(step);
		boolean choice = chosen.matches();
		Element array = choice ? named(parent, "a") : null;
		Element child = this.document.createElement(choice ? chosen.group(1) : step);
		((array != null) ? array : parent).appendChild(child);
		if (choice) {
			Element inner = child;
			for (String name : chosen.group(2).split("/")) {
				Element next = this.document.createElement(name);
				inner.appendChild(next);
				inner = next;
			}
			inner.setTextContent(legal(chosen.group(3)));
		}
		return child;
	}

	/** Slashes between brackets part nothing. */
	private static String[] steps(String path) {
		return path.split("/(?![^\\[]*\\])");
	}

	/** Characters that XML cannot hold become a replacement character. */
	static String legal(String text) {
		StringBuilder legal = new StringBuilder();
		text.codePoints().forEach((point) -> {
			boolean bad = point < ' ' && point != '\t' && point != '\n' || point >= 0xd800 && point <= 0xdfff
					|| point == 0xfffe || point == 0xffff || point >= 0x7f && point < 0xa0;
			legal.appendCodePoint(bad ? 0xfffd : point);
		});
		return legal.toString();
	}

	private static DocumentBuilder builder() {
		try {
			DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
			factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
			factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
			factory.setExpandEntityReferences(false);
			DocumentBuilder builder = factory.newDocumentBuilder();
			builder.setErrorHandler(null);
			return builder;
		}
		catch (ParserConfigurationException ex) {
			throw new IllegalStateException("Java cannot parse XML securely", ex);
		}
	}

}
