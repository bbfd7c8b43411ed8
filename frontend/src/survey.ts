/** The page where a survey is answered. */
import "./elements/survey.ts";
