package dev.slipway.console.platform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.console.api.Api;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The reference of the pipeline library. */
@Controller
class LibraryPages {

	@GetMapping("/pipeline-library")
	String steps(Api api, Model model) {
		Library library = api.get(Library.class, "/pipeline-library");
		Map<String, List<Step>> groups = new LinkedHashMap<>();
		library.steps().forEach((step) -> groups.computeIfAbsent(step.group(), (group) -> new ArrayList<>()).add(step));
		model.addAttribute("library", library);
		model.addAttribute("groups", groups);
		return "pipeline-library";
	}

	/** The library. */
	record Library(String version, List<Step> steps) {
	}

	/** A step. */
	record Step(String name, String group, String text, List<Parameter> parameters, String example) {

		/** The text in pieces. */
		public List<Piece> pieces() {
			return Piece.of(this.text);
		}

	}

	/** A parameter of a step. */
	record Parameter(String name, String otherwise, String text) {

		/** The text in pieces. */
		public List<Piece> pieces() {
			return Piece.of(this.text);
		}

	}

	/** A piece of a text, which is code between back quotes. */
	record Piece(String text, boolean code) {

		static List<Piece> of(String text) {
			List<Piece> pieces = new ArrayList<>();
			String[] parts = text.split("`", -1);
			for (int i = 0; i < parts.length; i++) {
				if (!parts[i].isEmpty()) {
					pieces.add(new Piece(parts[i], i % 2 == 1));
				}
			}
			return pieces;
		}

	}

}
