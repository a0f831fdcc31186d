INSERT INTO review_page (repository, number, html, made) VALUES
    (11, 1, '<main></main>', 1000),
    (11, 2, '<main></main>', 1000);
