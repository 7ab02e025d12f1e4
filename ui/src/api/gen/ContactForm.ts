// Provisional.

export type ContactForm = { customer: string; name: string; img: string; phone_number: string; email: string };
