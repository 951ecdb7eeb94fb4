package dev.slipway.browser;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;

import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.ElementClickInterceptedException;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Chromium, as a person uses it: opens, reads, clicks, types, and waits for what comes.
 */
final class Browser implements AutoCloseable {

	/** Never a measure: only the time after which waiting makes no sense any more. */
	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Path SCREENSHOTS = Path.of("target", "screenshots");

	private final ChromeDriver driver;

	private final String url;

	private Browser(ChromeDriver driver, String url) {
		this.driver = driver;
		this.url = url;
	}

	/** Starts it with a profile of its own. */
	static Browser start(Programs programs, String url, Path profile) {
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(programs.chromium().toFile());
		options.setCapability("goog:loggingPrefs", logs);
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
				"--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
				"--user-data-dir=" + profile);
		File chromedriver = programs.chromedriver().toFile();
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(chromedriver).build();
		ChromeDriver driver = new ChromeDriver(service, options);
		driver.manage().timeouts().pageLoadTimeout(PATIENCE).scriptTimeout(PATIENCE);
		return new Browser(driver, url);
	}

	/**
	 * As a new visitor at a desk: nobody signed in, a light screen, no old complaints.
	 */
	void fresh() {
		this.driver.get("about:blank"); // no request of an older page is on its way any
										// more
		this.driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
		this.driver.executeCdpCommand("Storage.clearDataForOrigin", Map.of("origin", this.url, "storageTypes", "all"));
		desktop();
		prefers("light");
		complaints();
	}

	void desktop() {
		this.driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
		this.driver.manage().window().setSize(new Dimension(1400, 1000));
	}

	/** What a laptop shows. */
	void laptop() {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", 1280, "height", 900, "deviceScaleFactor", 1, "mobile", false));
	}

	void phone() {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", 390, "height", 844, "deviceScaleFactor", 1, "mobile", true));
	}

	/** What the system says about colours: {@code light} or {@code dark}. */
	void prefers(String scheme) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme),
						Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
	}

	/** Opens a page of the console and gives the status it came with. */
	int open(String path) {
		this.driver.get(this.url + path);
		return Integer.parseInt(script("return performance.getEntriesByType('navigation')[0].responseStatus"));
	}

	/** The path of the page that is open. */
	String path() {
		return String.valueOf(this.driver.getCurrentUrl()).substring(this.url.length());
	}

	String text(String selector) {
		return steady(() -> find(selector).getText());
	}

	List<String> texts(String selector) {
		return steady(
				() -> this.driver.findElements(By.cssSelector(selector)).stream().map(WebElement::getText).toList());
	}

	String attribute(String selector, String name) {
		return steady(() -> String.valueOf(find(selector).getAttribute(name)));
	}

	/** Tries again when the page moved the element away in between. */
	void click(String selector) {
		waiting().ignoring(ElementClickInterceptedException.class)
			.ignoring(ElementNotInteractableException.class)
			.until((ignored) -> {
				WebElement element = this.driver.findElement(By.cssSelector(selector));
				this.driver.executeScript("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})",
						element);
				element.click();
				return true;
			});
	}

	/** Clicks what asks whether one is sure, and says yes. */
	void clickAndConfirm(String selector) {
		click(selector);
		waiting().until(ExpectedConditions.alertIsPresent()).accept();
	}

	void type(String selector, String text) {
		steady(() -> {
			WebElement field = waiting().until(ExpectedConditions.elementToBeClickable(By.cssSelector(selector)));
			field.clear();
			field.sendKeys(text);
			return true;
		});
	}

	/** Waits until an element of the page holds the text. */
	void awaitText(String selector, String text) {
		await("'" + text + "' in " + selector, () -> texts(selector).stream().anyMatch((one) -> one.contains(text)));
	}

	void await(String what, BooleanSupplier condition) {
		waiting().withMessage(() -> what + " at " + path()).until((ignored) -> condition.getAsBoolean());
	}

	String script(String code) {
		return String.valueOf(this.driver.executeScript(code));
	}

	/**
	 * What the page complained of: scripts that broke, refused by the policy, missing.
	 */
	List<String> complaints() {
		return this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
			.map(LogEntry::getMessage)
			.toList();
	}

	/** Keeps what is seen below {@code target/screenshots}, to be looked at by people. */
	void screenshot(String name) {
		try {
			Files.createDirectories(SCREENSHOTS);
			Files.write(SCREENSHOTS.resolve(name + ".png"), this.driver.getScreenshotAs(OutputType.BYTES));
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	/**
	 * Keeps the whole page as it is on a laptop, on a phone and in the dark, and tells
	 * how many pixels a phone would have to be scrolled sideways.
	 */
	int looks(String name) {
		laptop();
		whole(name, false);
		script("document.documentElement.setAttribute('data-bs-theme', 'dark')");
		whole(name + "-dark", false);
		script("document.documentElement.setAttribute('data-bs-theme', 'light')");
		phone();
		int wider = Integer.parseInt(script("return document.documentElement.scrollWidth - window.innerWidth"));
		whole(name + "-phone", true);
		desktop();
		return wider;
	}

	private void whole(String name, boolean mobile) {
		String height = script("return document.documentElement.scrollHeight");
		String width = script("return window.innerWidth");
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", Map.of("width", Integer.parseInt(width),
				"height", Math.min(Integer.parseInt(height), 4000), "deviceScaleFactor", 1, "mobile", mobile));
		screenshot(name);
	}

	/** Goes on by the keyboard until it is there; false when it cannot be reached. */
	boolean reachesByKeyboard(String selector) {
		script("document.activeElement.blur()");
		for (int i = 0; i < 200; i++) {
			// To whatever has the focus: a live region may replace that at any time.
			new Actions(this.driver).sendKeys(Keys.TAB).perform();
			if ("true".equals(script("return document.activeElement.matches(" + quoted(selector) + ")"))) {
				return true;
			}
		}
		return false;
	}

	private static String quoted(String text) {
		return "'" + text.replace("'", "\\'") + "'";
	}

	/** Reads again when the page put something new in the place of what is read. */
	private <T> T steady(Supplier<T> reading) {
		return waiting().until((ignored) -> reading.get());
	}

	private WebElement find(String selector) {
		return waiting().until(ExpectedConditions.presenceOfElementLocated(By.cssSelector(selector)));
	}

	private WebDriverWait waiting() {
		WebDriverWait wait = new WebDriverWait(this.driver, PATIENCE, Duration.ofMillis(100));
		wait.ignoring(StaleElementReferenceException.class);
		return wait;
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
