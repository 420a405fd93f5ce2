-- An import that failed is tried again under its id, and reports anew.
GRANT DELETE ON people.import_rejection TO belfry_app;
