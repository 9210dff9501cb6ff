# By id
terraform import botbiz_webhook_endpoint.messages whe_12345

# Or by URL
terraform import botbiz_webhook_endpoint.messages https://example.com/hooks/botbiz
