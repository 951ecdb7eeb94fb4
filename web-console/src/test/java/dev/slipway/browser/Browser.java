package dev.slipway.browser;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;

import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Chromium, started for one test class with a profile of its own. */
final class Browser implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Path SCREENSHOTS = Path.of("target", "screenshots");

	private final ChromeDriver driver;

	private final String url;

	private Browser(ChromeDriver driver, String url) {
		this.driver = driver;
		this.url = url;
	}

	/** Starts it, or skips the test and names the program that is missing. */
	static Browser start(String url, Path profile) {
		File chromium = program("chromium");
		File driver = program("chromedriver");
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(chromium);
		options.setCapability("goog:loggingPrefs", logs);
		options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--window-size=1400,1000", "--user-data-dir=" + profile);
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(driver).build();
		return new Browser(new ChromeDriver(service, options), url);
	}

	private static File program(String name) {
		File found = new File("/usr/bin", name);
		Assumptions.assumeTrue(found.canExecute(),
				"No " + found + ": install Debian's chromium and chromium-driver to test the console in a browser");
		return found;
	}

	void open(String path) {
		this.driver.get(path.startsWith("http") ? path : this.url + path);
	}

	void resize(int width, int height) {
		this.driver.manage().window().setSize(new org.openqa.selenium.Dimension(width, height));
	}

	void forget() {
		this.driver.manage().deleteAllCookies();
	}

	String path() {
		return String.valueOf(this.driver.getCurrentUrl()).substring(this.url.length());
	}

	String text(String selector) {
		return find(selector).getText();
	}

	List<String> texts(String selector) {
		return this.driver.findElements(By.cssSelector(selector)).stream().map(WebElement::getText).toList();
	}

	String attribute(String selector, String name) {
		return String.valueOf(find(selector).getAttribute(name));
	}

	void click(String selector) {
		await().until(ExpectedConditions.elementToBeClickable(By.cssSelector(selector))).click();
	}

	void type(String selector, String text) {
		WebElement field = find(selector);
		field.clear();
		field.sendKeys(text);
	}

	/** Waits until the element holds the text. */
	void awaitText(String selector, String text) {
		await().until(ExpectedConditions.textToBePresentInElementLocated(By.cssSelector(selector), text));
	}

	Object script(String code) {
		return String.valueOf(this.driver.executeScript(code));
	}

	/**
	 * What the page complained of: errors of scripts, refused by the policy, not found.
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
	void screenshot(String name) throws IOException {
		Files.createDirectories(SCREENSHOTS);
		Files.write(SCREENSHOTS.resolve(name + ".png"), this.driver.getScreenshotAs(OutputType.BYTES));
	}

	private WebElement find(String selector) {
		return await().until(ExpectedConditions.presenceOfElementLocated(By.cssSelector(selector)));
	}

	private WebDriverWait await() {
		WebDriverWait wait = new WebDriverWait(this.driver, PATIENCE);
		wait.ignoring(org.openqa.selenium.StaleElementReferenceException.class);
		return wait;
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
