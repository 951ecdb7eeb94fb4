package dev.slipway.browser;

import dev.slipway.test.RunningPlatform;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts platform and browser with the first class that needs them, ends them after the
 * last.
 */
class ConsoleExtension implements BeforeAllCallback, BeforeEachCallback, AfterTestExecutionCallback, ParameterResolver {

	@Override
	public void beforeAll(ExtensionContext context) {
		Programs.find();
		console(context);
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		console(context).browser().fresh();
	}

	@Override
	public void afterTestExecution(ExtensionContext context) {
		if (context.getExecutionException().isPresent()) {
			console(context).browser().screenshot("failed-" + context.getRequiredTestMethod().getName());
		}
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		Class<?> type = parameter.getParameter().getType();
		return type == Console.class || type == Browser.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		Console console = console(context);
		return (parameter.getParameter().getType() == Browser.class) ? console.browser() : console;
	}

	private static Console console(ExtensionContext context) {
		return context.getRoot()
			.getStore(Namespace.create(ConsoleExtension.class))
			.computeIfAbsent(Console.class, (type) -> Console.open(Programs.find(), RunningPlatform.of(context)),
					Console.class);
	}

}
