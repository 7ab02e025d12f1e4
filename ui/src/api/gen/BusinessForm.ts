// Provisional.

export type BusinessForm = { id: string; name: string; city: string; zipcode: string; country: string; formatted_address: string };
