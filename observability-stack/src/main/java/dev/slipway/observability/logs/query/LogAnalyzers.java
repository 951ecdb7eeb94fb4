package dev.slipway.observability.logs.query;

import java.util.Map;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.analysis.util.CharTokenizer;

/**
 * Text is cut at everything but letters, digits and underscores, so that
 * {@code com.acme.OrderService} is found by {@code orderservice}; levels are lower case;
 * everything else is one exact term.
 */
public final class LogAnalyzers {

	private LogAnalyzers() {
	}

	public static Analyzer perField() {
		Analyzer text = new Words();
		return new PerFieldAnalyzerWrapper(new KeywordAnalyzer(),
				Map.of(LogFields.MESSAGE, text, LogFields.STACK_TRACE, text, LogFields.LEVEL, new LowerCaseKeyword()));
	}

	private static final class Words extends Analyzer {

		@Override
		protected TokenStreamComponents createComponents(String fieldName) {
			Tokenizer words = CharTokenizer.fromTokenCharPredicate((c) -> Character.isLetterOrDigit(c) || c == '_');
			return new TokenStreamComponents(words, new LowerCaseFilter(words));
		}

		@Override
		protected TokenStream normalize(String fieldName, TokenStream in) {
			return new LowerCaseFilter(in);
		}

	}

	private static final class LowerCaseKeyword extends Analyzer {

		@Override
		protected TokenStreamComponents createComponents(String fieldName) {
			Tokenizer whole = new KeywordTokenizer();
			return new TokenStreamComponents(whole, new LowerCaseFilter(whole));
		}

		@Override
		protected TokenStream normalize(String fieldName, TokenStream in) {
			return new LowerCaseFilter(in);
		}

	}

}
