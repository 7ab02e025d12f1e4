// Provisional.
import type { BusinessForm } from "./BusinessForm";
import type { ContactForm } from "./ContactForm";

export type EndpointForm = { name: string; org_id: string; page_id: string; policy: string; business: BusinessForm; contacts: ContactForm[] };
