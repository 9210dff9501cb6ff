# What the mocked provider answers. Copy this file next to your tests: without it, Terraform makes up random text for
# everything that Botbiz computes.

mock_resource "botbiz_whatsapp_account" {
  defaults = {
    id          = "wha_12345"
    status      = "pending"
    qr_code_url = "https://api.botbiz.io/v1/whatsapp/accounts/wha_12345/qr-code"
    created_at  = "2023-04-08T12:00:00Z"
  }
}

mock_resource "botbiz_whatsapp_account_connection" {
  defaults = {
    id     = "wha_12345"
    status = "connected"
  }
}

mock_resource "botbiz_webhook_endpoint" {
  defaults = {
    id             = "whe_12345"
    signing_secret = "whsec_for_tests_only"
    created_at     = "2023-04-08T12:00:00Z"
  }
}

mock_data "botbiz_whatsapp_account" {
  defaults = {
    id           = "wha_12345"
    phone_number = "+1234567890"
    name         = "Customer Support"
    status       = "connected"
    qr_code_url  = "https://api.botbiz.io/v1/whatsapp/accounts/wha_12345/qr-code"
    created_at   = "2023-04-08T12:00:00Z"
  }
}

mock_data "botbiz_whatsapp_accounts" {
  defaults = {
    accounts = [{
      id           = "wha_12345"
      phone_number = "+1234567890"
      name         = "Customer Support"
      status       = "connected"
      qr_code_url  = "https://api.botbiz.io/v1/whatsapp/accounts/wha_12345/qr-code"
      created_at   = "2023-04-08T12:00:00Z"
    }]
  }
}

mock_data "botbiz_webhook_endpoint" {
  defaults = {
    id         = "whe_12345"
    url        = "https://example.com/hooks/whatsapp"
    events     = ["whatsapp.message.received"]
    enabled    = true
    created_at = "2023-04-08T12:00:00Z"
  }
}

mock_data "botbiz_webhook_endpoints" {
  defaults = {
    endpoints = [{
      id          = "whe_12345"
      url         = "https://example.com/hooks/whatsapp"
      events      = ["whatsapp.message.received"]
      description = null
      enabled     = true
      created_at  = "2023-04-08T12:00:00Z"
    }]
  }
}

mock_data "botbiz_users" {
  defaults = {
    users = [{
      id    = "usr_12345"
      name  = "Ada"
      email = "ada@example.com"
      json  = "{\"id\":\"usr_12345\",\"name\":\"Ada\",\"email\":\"ada@example.com\"}"
    }]
  }
}
