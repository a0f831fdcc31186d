//! The `Link` header, in which GitHub names the next page.

use http::HeaderMap;

/// The address marked `rel="next"`.
pub(crate) fn next(headers: &HeaderMap) -> Option<String> {
    headers.get_all("link").iter().find_map(|value| {
        value.to_str().ok()?.split(',').find_map(|entry| {
            let (address, parameters) = entry.trim().strip_prefix('<')?.split_once('>')?;
            let is_next = parameters
                .split(';')
                .any(|parameter| matches!(parameter.trim(), r#"rel="next""# | "rel=next"));
            is_next.then(|| address.to_owned())
        })
    })
}

/// The value of `name` in the query of `address`, as it stands there.
pub(crate) fn query_value<'a>(address: &'a str, name: &str) -> Option<&'a str> {
    let (_, query) = address.split_once('?')?;
    query.split('&').find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        (key == name).then_some(value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_is_found() {
        let mut headers = HeaderMap::new();
        assert_eq!(next(&headers), None);
        let value =
            r#"<https://h/a?page=1>; rel="prev", <https://h/a?cursor=v1_9&page=3>; rel="next""#;
        headers.insert("link", value.parse().unwrap());
        let address = next(&headers).unwrap();
        assert_eq!(address, "https://h/a?cursor=v1_9&page=3");
        assert_eq!(query_value(&address, "cursor"), Some("v1_9"));
        assert_eq!(query_value(&address, "per_page"), None);
    }
}
