/** The page where somebody asks for the ticket of a survey. */
import "./elements/ticket.ts";
